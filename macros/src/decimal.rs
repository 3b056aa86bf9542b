//! Decimal literals: `dec!(1.2)`, and `1.2` in a rule.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::parse::{Parse, ParseStream};
use syn::{Lit, Token};

const MOST_SCALE: i32 = 28;
const MOST: u128 = (1 << 96) - 1;

/// What `dec!` stands for.
pub(crate) fn dec(input: TokenStream) -> TokenStream {
    syn::parse2::<Signed>(input)
        .and_then(
            |Signed {
                 is_negative,
                 literal,
             }| expression(&literal, is_negative),
        )
        .unwrap_or_else(|error| error.to_compile_error())
}

struct Signed {
    is_negative: bool,
    literal: Lit,
}

impl Parse for Signed {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            is_negative: input.parse::<Option<Token![-]>>()?.is_some(),
            literal: input.parse()?,
        })
    }
}

/// The decimal that a number's literal says.
pub(crate) fn expression(literal: &Lit, is_negative: bool) -> syn::Result<TokenStream> {
    let digits = match literal {
        Lit::Int(literal) if literal.suffix().is_empty() => literal.to_string(),
        Lit::Float(literal) if literal.suffix().is_empty() => literal.to_string(),
        other => {
            return Err(syn::Error::new(
                other.span(),
                "a decimal is a number such as `1.2`, without a type",
            ));
        }
    };
    let (mantissa, scale) = parse(&digits)
        .map_err(|problem| syn::Error::new(literal.span(), format!("`{digits}` {problem}")))?;
    Ok(parts(mantissa, scale, is_negative, literal.span()))
}

fn parts(mantissa: u128, scale: u32, is_negative: bool, span: Span) -> TokenStream {
    let [low, middle, high] =
        [0, 32, 64].map(|bits| u32::try_from(mantissa >> bits & 0xffff_ffff).expect("32 bits"));
    quote_spanned!(span=> ::formwork_runtime::value::Decimal::from_parts(#low, #middle, #high, #is_negative, #scale))
}

/// The digits as a whole number, and how many of them are after the point.
fn parse(digits: &str) -> Result<(u128, u32), &'static str> {
    let digits = digits.replace('_', "");
    let (number, exponent) = match digits.split_once(['e', 'E']) {
        Some((number, exponent)) => (
            number,
            exponent
                .parse()
                .map_err(|_| "is too large or too small for a decimal")?,
        ),
        None => (digits.as_str(), 0_i32),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut mantissa: u128 = format!("{whole}{fraction}")
        .parse()
        .map_err(|_| "is not a decimal of at most 28 digits")?;
    let mut scale = i32::try_from(fraction.len())
        .map_err(|_| "is not a decimal of at most 28 digits")?
        .saturating_sub(exponent);
    while scale < 0 && mantissa > 0 && mantissa <= MOST {
        mantissa *= 10;
        scale += 1;
    }
    while scale > MOST_SCALE && mantissa.is_multiple_of(10) && mantissa > 0 {
        mantissa /= 10;
        scale -= 1;
    }
    if mantissa == 0 {
        scale = scale.clamp(0, MOST_SCALE);
    }
    match u32::try_from(scale) {
        Ok(scale) if mantissa <= MOST && scale <= MOST_SCALE.unsigned_abs() => {
            Ok((mantissa, scale))
        }
        _ => Err("is not a decimal of at most 28 digits"),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn digits_are_kept_and_exponents_resolved() {
        for (digits, expected) in [
            ("1.2", (12, 1)),
            ("1.20", (120, 2)),
            ("10", (10, 0)),
            ("1_000.50", (100_050, 2)),
            ("1e3", (1_000, 0)),
            ("2.5e-3", (25, 4)),
            ("1.", (1, 0)),
            ("0e99", (0, 0)),
            ("79228162514264337593543950335", ((1 << 96) - 1, 0)),
            ("0.0000000000000000000000000001", (1, 28)),
        ] {
            assert_eq!(parse(digits), Ok(expected), "{digits}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for digits in [
            "79228162514264337593543950336",
            "0.00000000000000000000000000001",
            "1e29",
            "1e-29",
            "0x10",
        ] {
            assert!(parse(digits).is_err(), "{digits}");
        }
    }
}
