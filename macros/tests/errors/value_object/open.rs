//! Values that others can set.
use portcullis_macros::ValueObject;

#[derive(ValueObject)]
#[value_object(error = ())]
pub struct Email(pub String);

impl Email {
    fn validate(_: &str) -> Result<(), ()> {
        Ok(())
    }
}

#[derive(ValueObject)]
#[value_object(error = ())]
pub enum Kind {
    One,
}

#[derive(ValueObject)]
#[value_object(error = ())]
pub struct Empty;

#[derive(ValueObject)]
#[value_object(error = ())]
pub struct Any<T>(T);

fn main() {
    let _ = Email::try_from(String::new());
}
