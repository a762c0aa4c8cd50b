//! Publishes what is in the outbox.

use portcullis_macros::use_case;

use crate::ports::{EventPublisher, Outbox, RelayEvents, Unavailable};

/// Publishes each message at least once: after a crash between the two steps, it is published
/// again.
#[use_case]
pub struct EventRelay<O, P> {
    outbox: O,
    publisher: P,
}

#[use_case(port = RelayEvents, single)]
impl<O: Outbox, P: EventPublisher> EventRelay<O, P> {
    pub fn new(outbox: O, publisher: P) -> Self {
        Self { outbox, publisher }
    }

    pub async fn relay(&self) -> Result<usize, Unavailable> {
        let messages = self.outbox.claim().await?;
        for message in &messages {
            self.publisher.publish(message).await?;
            self.outbox.remove(message).await?;
        }
        Ok(messages.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::{Message, MockEventPublisher, MockOutbox};

    fn outbox_with_a_message() -> MockOutbox {
        let mut outbox = MockOutbox::new();
        outbox.expect_claim().returning(|| {
            Ok(vec![Message {
                id: uuid::Uuid::nil(),
                key: "7".to_owned(),
                name: "order.placed".to_owned(),
                version: 1,
                payload: "{}".to_owned(),
            }])
        });
        outbox
    }

    #[tokio::test]
    async fn what_was_published_is_removed() {
        let mut outbox = outbox_with_a_message();
        outbox.expect_remove().once().returning(|_| Ok(()));
        let mut publisher = MockEventPublisher::new();
        publisher.expect_publish().once().returning(|_| Ok(()));
        let relayed = EventRelay::new(outbox, publisher).relay().await;
        assert_eq!(relayed.expect("relayed"), 1);
    }

    #[tokio::test]
    async fn what_was_not_published_stays() {
        let mut publisher = MockEventPublisher::new();
        publisher
            .expect_publish()
            .returning(|_| Err(Unavailable::because("no broker")));
        let relay = EventRelay::new(outbox_with_a_message(), publisher);
        assert!(relay.relay().await.is_err());
    }
}
