//! The check of ISO 7064 MOD 97-10, on which IBAN, creditor identifier and RF reference rest.

/// The remainder by 97 of what one reads when each letter is two digits, A = 10 to Z = 35.
/// Nothing when a character is neither an ASCII letter nor an ASCII digit.
pub(crate) fn remainder(characters: impl IntoIterator<Item = char>) -> Option<u32> {
    characters.into_iter().try_fold(0, |rest: u32, character| {
        let value = character.to_digit(36)?;
        Some((rest * if value < 10 { 10 } else { 100 } + value) % 97)
    })
}

/// Whether the check digits in `head`, two letters and they, are those of `body`. 00, 01 and 99 may
/// leave a remainder of 1 as well, but are never given.
pub(crate) fn fits(body: &str, head: &str) -> bool {
    let given = head.get(2..4).and_then(|digits| digits.parse::<u32>().ok());
    given.is_some_and(|digits| (2..=98).contains(&digits))
        && remainder(body.chars().chain(head.chars())) == Some(1)
}

/// The two digits that make `body` followed by `prefix` and these digits leave a remainder of 1.
pub(crate) fn check_digits(body: &str, prefix: &str) -> Option<u32> {
    remainder(body.chars().chain(prefix.chars()).chain("00".chars())).map(|rest| 98 - rest)
}

#[cfg(test)]
mod tests {
    use super::{check_digits, fits, remainder};

    #[test]
    fn letters_are_two_digits() {
        assert_eq!(remainder("A1".chars()), Some(101 % 97));
        assert_eq!(remainder("Z".chars()), Some(35));
        assert_eq!(remainder("é".chars()), None);
        assert_eq!(remainder("٣".chars()), None);
    }

    #[test]
    fn digits_that_are_never_given_do_not_fit() {
        for number in 0..97 {
            let body = number.to_string();
            let right = check_digits(&body, "RF").unwrap();
            let all = (0..100).filter(|digits| fits(&body, &format!("RF{digits:02}")));
            assert_eq!(all.collect::<Vec<u32>>(), [right]);
        }
    }

    #[test]
    fn check_digits_leave_one() {
        assert_eq!(check_digits("539007547034", "RF"), Some(18));
    }
}
