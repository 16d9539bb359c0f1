//! Where the generations of an index lie and which versions wrote them.
