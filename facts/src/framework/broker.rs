//! Names by which messages are published, consumed and acknowledged.

/// Whether a word of code speaks of where who sent a message waits for an answer: `message.reply`, `reply_to`.
pub fn is_reply(word: &str) -> bool {
    word == "reply" || word.starts_with("reply_")
}

/// How a library speaks to a broker.
#[derive(Clone, Copy, Debug)]
pub struct BrokerTable {
    /// The broker: `kafka`, `rabbitmq`, `nats`, `pulsar`.
    pub kind: &'static str,
    /// Functions that say where the broker is, with the argument that is the address.
    pub addresses: &'static [(&'static str, u8)],
    /// Functions that set an option by a key, with the arguments of key and value.
    pub options: &'static [(&'static str, u8, u8)],
    /// The key of [`Self::options`] whose value is the address.
    pub address_key: Option<&'static str>,
    /// Functions that address a message that is published later, with the argument that is the topic.
    pub records: &'static [(&'static str, u8)],
    /// Functions that let a queue receive what is published to an exchange.
    pub binds: &'static [BindEntry],
    /// Functions that declare an exchange, with the argument that is it.
    pub exchanges: &'static [(&'static str, u8)],
    /// Functions that publish.
    pub publishes: &'static [PublishEntry],
    /// Functions that subscribe, with the argument that is the topic or the list of topics.
    pub subscribes: &'static [(&'static str, u8)],
    /// Functions that subscribe as a struct says, with the argument that is it.
    pub configured: &'static [(&'static str, u8)],
    /// Fields of such a struct that are the topic or the list of topics.
    pub topic_fields: &'static [&'static str],
    /// The field of such a struct that says how messages are acknowledged, and the value by which they are not.
    pub ack_field: Option<(&'static str, &'static str)>,
    /// Functions that give the next message, or a stream of messages.
    pub receives: &'static [&'static str],
    /// Functions that take the name of such a method as a text, their first argument: `cmd("BRPOP")`.
    pub commands: &'static [&'static str],
    /// Functions that acknowledge.
    pub acknowledges: &'static [&'static str],
    /// How messages are acknowledged if code does not say it.
    pub by_itself: ByItself,
    /// Functions that are given what is called with each message.
    pub callbacks: &'static [&'static str],
    /// Types whose name in a path or signature says that messages are consumed.
    pub consumers: &'static [&'static str],
}

impl BrokerTable {
    /// A table without entries, to be filled with `..BrokerTable::NONE`.
    pub const NONE: Self = Self {
        kind: "",
        addresses: &[],
        options: &[],
        address_key: None,
        records: &[],
        binds: &[],
        exchanges: &[],
        publishes: &[],
        subscribes: &[],
        configured: &[],
        topic_fields: &[],
        ack_field: None,
        receives: &[],
        commands: &[],
        acknowledges: &[],
        by_itself: ByItself::Never,
        callbacks: &[],
        consumers: &[],
    };
}

/// A function that binds a queue to an exchange, with the arguments that are the queue, the exchange and the key.
#[derive(Clone, Copy, Debug)]
pub struct BindEntry {
    /// Its path.
    pub path: &'static str,
    /// The queue.
    pub queue: u8,
    /// The exchange.
    pub exchange: u8,
    /// The key with which messages are published.
    pub key: u8,
}

/// A function that publishes.
#[derive(Clone, Copy, Debug)]
pub struct PublishEntry {
    /// Its path.
    pub path: &'static str,
    /// The argument that is the topic, or the record that holds it.
    pub topic: u8,
    /// The argument whose value is the topic where that of [`Self::topic`] is empty: an exchange.
    pub exchange: Option<u8>,
    /// How many times the result is awaited until the broker has confirmed; none if it never does.
    pub awaits: Option<u8>,
}

/// When a library acknowledges by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByItself {
    /// Never: code must.
    Never,
    /// Unless an option with this key is `false`; but not if another one is `false` and code stores positions.
    Unless {
        /// The option that switches it off.
        key: &'static str,
        /// The option that leaves it to code which positions count.
        manual_key: &'static str,
    },
    /// If a field of a struct literal is `true`.
    IfField(&'static str),
    /// Always, or messages are not acknowledged at all.
    Always,
}
