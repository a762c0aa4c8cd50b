//! `#[derive(ValueObject)]`, `#[derive(Entity)]` and `#[derive(DomainEvent)]`.

use std::collections::HashSet;

use portcullis_macros::{DomainEvent, Entity, ValueObject};

#[derive(Clone, Debug, PartialEq)]
struct Invalid(&'static str);

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

#[derive(Clone, Debug, PartialEq, ValueObject)]
#[value_object(error = Invalid, serde)]
struct Email(String);

impl Email {
    fn validate(value: &str) -> Result<(), Invalid> {
        if value.contains('@') { Ok(()) } else { Err(Invalid("no address")) }
    }
}

#[derive(Clone, Debug, PartialEq, ValueObject)]
#[value_object(error = Invalid, serde)]
struct Money {
    amount: i64,
    currency: String,
}

impl Money {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "`validate` gets references")]
    fn validate(amount: &i64, currency: &str) -> Result<(), Invalid> {
        if *amount < 0 || currency.len() != 3 { Err(Invalid("no money")) } else { Ok(()) }
    }
}

#[derive(Debug, PartialEq, ValueObject)]
#[value_object(error = Invalid, serde)]
struct Span(u8, u8);

impl Span {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "`validate` gets references")]
    fn validate(from: &u8, to: &u8) -> Result<(), Invalid> {
        if from > to { Err(Invalid("it ends before it begins")) } else { Ok(()) }
    }
}

/// At least one of something.
#[derive(Debug, PartialEq, ValueObject)]
#[value_object(error = Invalid, serde)]
struct Some1<T> {
    all: Vec<T>,
}

impl<T> Some1<T> {
    fn validate(all: &[T]) -> Result<(), Invalid> {
        if all.is_empty() { Err(Invalid("there is none")) } else { Ok(()) }
    }
}

#[test]
fn only_valid_values_can_be_made() {
    assert_eq!(Email::try_from("x".to_owned()), Err(Invalid("no address")));
    let email = Email::try_from("a@b".to_owned()).expect("valid");
    assert_eq!(email.as_ref(), "a@b");
    assert_eq!(String::from(email), "a@b");
    assert_eq!(Money::try_from((-1, "EUR".to_owned())), Err(Invalid("no money")));
    let money = Money::try_from((1, "EUR".to_owned())).expect("valid");
    assert_eq!(<(i64, String)>::from(money), (1, "EUR".to_owned()));
    assert_eq!(Span::try_from((3, 1)), Err(Invalid("it ends before it begins")));
    assert_eq!(Some1::<u8>::try_from(vec![]), Err(Invalid("there is none")));
    assert_eq!(Vec::from(Some1::try_from(vec![1]).expect("one")), [1]);
}

#[test]
fn what_is_read_is_validated() {
    let money = Money::try_from((5, "EUR".to_owned())).expect("valid");
    let text = serde_json::to_string(&money).expect("JSON");
    assert_eq!(text, r#"{"amount":5,"currency":"EUR"}"#);
    assert_eq!(serde_json::from_str::<Money>(&text).expect("valid"), money);
    let wrong = serde_json::from_str::<Money>(r#"{"amount":-5,"currency":"EUR"}"#);
    assert!(wrong.expect_err("invalid").to_string().starts_with("no money"));
    assert_eq!(serde_json::to_string(&Span(1, 2)).expect("JSON"), "[1,2]");
    assert!(serde_json::from_str::<Span>("[2,1]").is_err());
    assert!(serde_json::from_str::<Email>("\"x\"").is_err());
    assert_eq!(serde_json::from_str::<Some1<u8>>("[1]").expect("valid").as_ref(), &[1]);
}

#[derive(Debug, Entity)]
struct Order<I> {
    #[id]
    id: I,
    total: f64,
}

#[derive(Debug, Entity)]
struct Tuple(u8, #[id] String);

#[test]
fn entities_are_the_same_if_their_identity_is() {
    let order = |id: u8, total| Order { id, total };
    assert_eq!(order(1, 1.0), order(1, 2.0));
    assert_ne!(order(1, 1.0), order(2, 1.0));
    let all: HashSet<_> = [order(1, 1.0), order(1, 2.0), order(2, 1.0)].into_iter().collect();
    assert_eq!(all.iter().filter(|order| order.total > 0.0).count(), 2);
    let tuple = |other| Tuple(other, "id".to_owned());
    assert_eq!(tuple(1), tuple(2));
    assert!(tuple(1).0 != tuple(2).0);
}

#[derive(DomainEvent)]
#[event(name = "order.placed", version = 3)]
#[expect(dead_code, reason = "what it holds is its shape")]
struct OrderPlaced<T> {
    id: u64,
    lines: Vec<T>,
}

#[derive(DomainEvent)]
#[event(name = "order.changed", version = 1)]
#[expect(dead_code, reason = "what it holds is its shape")]
enum OrderChanged {
    Paid(u64),
    Sent { to: String },
}

#[test]
fn events_have_a_name_a_version_and_a_shape() {
    assert_eq!((OrderPlaced::<u8>::NAME, OrderPlaced::<u8>::VERSION), ("order.placed", 3));
    // FNV-1a of `id:u64;lines:Vec<T>;`, as anyone can compute it.
    let hash = b"id:u64;lines:Vec<T>;".iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    assert_eq!(OrderPlaced::<u8>::SHAPE, hash);
    assert_ne!(OrderChanged::SHAPE, hash);
    assert_eq!((OrderChanged::NAME, OrderChanged::VERSION), ("order.changed", 1));
}
