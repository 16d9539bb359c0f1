//! What makes an article the same article: its canonical address, its source's own id, or its content.

use rustc_hash::FxHashMap;

use crate::article::ArticleId;

/// Names of parameters that tell where a reader came from, not what is read.
const TRACKING: &[&str] = &["fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid"];

/// Gives identities to the articles of one input.
#[derive(Default)]
pub(super) struct Identities {
    occurrences: FxHashMap<[u8; 16], u32>,
}

impl Identities {
    /// The identity of an article of the input `source`: by its address; else by the record's own id; else by the digest
    /// of its content and how often that came before.
    pub(super) fn of(&mut self, source: &str, url: Option<&str>, own: Option<&str>, content: [u8; 16]) -> ArticleId {
        if let Some(url) = url.and_then(canonical_url) {
            return ArticleId::of(&[b"url", url.as_bytes()]);
        }
        if let Some(own) = own {
            return ArticleId::of(&[b"id", source.as_bytes(), own.as_bytes()]);
        }
        let occurrence = self.occurrences.entry(content).or_insert(0);
        *occurrence += 1;
        ArticleId::of(&[b"content", source.as_bytes(), &content, &occurrence.to_le_bytes()])
    }
}

/// The form of a web address that is the same for all ways of writing it: `https`, host in lower case without default
/// port, no fragment, no tracking parameters, no slash at the end. Nothing for what is no web address, and for the front
/// page of a site, which is no article.
pub(super) fn canonical_url(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let host_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(host_end);
    let host = host.rsplit('@').next().unwrap_or_default().to_lowercase();
    let host = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(&host);
    let host = host.trim_end_matches('.');
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.trim_end_matches('/');
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !is_tracking(part)).collect();
    if host.is_empty() || path.is_empty() && kept.is_empty() {
        return None;
    }
    let mut canonical = format!("https://{host}{path}");
    if !kept.is_empty() {
        canonical.push('?');
        canonical.push_str(&kept.join("&"));
    }
    Some(canonical)
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_an_address_are_one() {
        for same in [
            "https://example.org/a/story",
            "http://Example.ORG:80/a/story/",
            "https://example.org/a/story?utm_source=x&UTM_medium=y#top",
            " https://user@example.org:443/a/story?fbclid=1 ",
        ] {
            assert_eq!(canonical_url(same).as_deref(), Some("https://example.org/a/story"), "{same}");
        }
        assert_eq!(canonical_url("https://example.org/?id=7&utm_x=1").as_deref(), Some("https://example.org?id=7"));
    }

    #[test]
    fn paths_keep_their_case_and_front_pages_are_no_articles() {
        assert_ne!(canonical_url("https://example.org/A"), canonical_url("https://example.org/a"));
        assert_eq!(canonical_url("https://example.org/"), None);
        assert_eq!(canonical_url("/a/story"), None);
        assert_eq!(canonical_url("ftp://example.org/a"), None);
    }

    #[test]
    fn the_same_text_twice_in_a_file_is_two_articles() {
        let mut ids = Identities::default();
        let [first, second] = [ids.of("a.txt", None, None, [1; 16]), ids.of("a.txt", None, None, [1; 16])];
        assert_ne!(first, second);
        assert_eq!(Identities::default().of("a.txt", None, None, [1; 16]), first);
        assert_ne!(Identities::default().of("b.txt", None, None, [1; 16]), first);
    }
}
