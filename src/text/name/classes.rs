//! Spellings of one name that no rule joins: the vowels of Arabic and Persian names, and those of names that came to Latin
//! letters by way of Russian. Each line is a name, whatever its language; who adds one adds a pair to
//! `tests/names/meet.tsv`. Names that are as well two different ones (Salim and Selim) do not stand here.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A name a line, its spellings in lower case.
const CLASSES: &str = "\
abdel abdul abdoul
abdullah abdallah abdoullah
abu abou
aghayev agayev
ahmadov akhmedov ahmedov ehmedov
ahmadova akhmedova ahmedova ehmedova
ahmed ahmad akhmed akhmad
aisha ayesha aicha aysha aishah
al el
ali aly
aziz azeez
dawood daoud dawud dawoud daud
faisal faysal feisal faycal
farouk faruk farooq faruq
fatima fatemeh fatimah
gaddafi qaddafi kadhafi gadhafi qadhafi kaddafi
hajiyev gadzhiyev haciyev hajiev
hajiyeva gadzhiyeva haciyeva hajieva
hakim hakeem
hamid hameed
haniyeh haniya haniyah
hasanov gasanov hesenov
hasanova gasanova hesenova
heydar heidar geidar haydar
huseynov guseinov husseinov
huseynova guseinova husseinova
hussein hussain husain husein husayn hossein hossain houssein
ibrahim ebrahim ibraheem
ibrahimov ibragimov
ibrahimova ibragimova
ismail esmail ismael ismaeel
jamal gamal jamaal
karim kareem
khadija khadijah khadeeja
khalid khaled
latif lateef
mahmoud mahmud mahmood
majid majeed
mammadov mamedov mammedov memmedov
mammadova mamedova mammedova memmedova
mansour mansoor mansur
masoud masood masud massoud
mikhail mihail michail
mohammed muhammad mohamed mohamad mohammad muhammed mukhammed mukhammad
muammar moammar mouammar
mubarak moubarak mobarak
mustafa mostafa moustafa moustapha mustapha mostapha
nabil nabeel
najib naguib najeeb
nur nour noor
omar umar
osama usama oussama
rahimov ragimov
rahimova ragimova
rashid rasheed rachid
rouhani rohani
said saeed sayeed
saleh salih
salim saleem
sargsyan sarkisian sarkissian sarkisyan
sharif shareef sherif cherif
suleiman sulaiman suleyman sulayman soleiman soleyman souleymane
tarek tariq tarik tareq
walid waleed
yasser yasir yassir
yusuf youssef yousef yousuf yusef yusif
zeinab zainab zaynab
";

/// The key of the class that a plain spelling belongs to: a `+`, and the name that its line begins with.
pub(super) fn of(plain: &str) -> Option<&'static str> {
    static KNOWN: LazyLock<FxHashMap<String, String>> = LazyLock::new(|| {
        let mut known = FxHashMap::default();
        for line in CLASSES.lines() {
            let class = format!("+{}", line.split(' ').next().unwrap_or_default());
            for spelling in line.split(' ') {
                let mut plain = Vec::new();
                super::latin::plain(spelling, false, &mut plain);
                known.extend(plain.into_iter().map(|key| (key, class.clone())));
            }
        }
        known
    });
    KNOWN.get(plain).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_sorted_and_no_spelling_stands_in_two() {
        let lines: Vec<&str> = CLASSES.lines().collect();
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]));
        for line in lines {
            let class = format!("+{}", line.split(' ').next().unwrap());
            assert!(line.split(' ').count() > 1, "{line}");
            for spelling in line.split(' ') {
                let mut plain = Vec::new();
                crate::text::name::latin::plain(spelling, false, &mut plain);
                for key in plain {
                    assert_eq!(of(&key), Some(class.as_str()), "{spelling} as {key}");
                }
            }
        }
    }
}
