//! Nothing says which values are valid, or what is answered to those that are not.
use portcullis_macros::ValueObject;

#[derive(Debug)]
pub struct NoEmail;

#[derive(ValueObject)]
#[value_object(error = NoEmail)]
pub struct Email(String);

#[derive(ValueObject)]
#[value_object(error = NoEmail)]
pub struct Money {
    amount: i64,
    currency: [u8; 3],
}

#[derive(ValueObject)]
#[value_object(serde, strict)]
pub struct NoError(String);

fn main() {
    let _ = Email::try_from(String::new());
}
