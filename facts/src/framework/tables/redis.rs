//! Clients of Redis: redis with its pools, and fred.

use crate::framework::broker::BrokerTable;
use crate::framework::store::StoreCall::{self, Connection, Ping, Pool, Read, Run, Text, Write};
use crate::framework::store::StoreTable;
use crate::framework::table::Framework;
use crate::graph::system::Engine;

const METHODS: &[(&str, StoreCall)] = &[
    ("get", Read(None)),
    ("get_ex", Read(None)),
    ("mget", Read(None)),
    ("exists", Read(None)),
    ("keys", Read(None)),
    ("scan", Read(None)),
    ("ttl", Read(None)),
    ("hget", Read(None)),
    ("hgetall", Read(None)),
    ("hexists", Read(None)),
    ("lrange", Read(None)),
    ("smembers", Read(None)),
    ("sismember", Read(None)),
    ("zrange", Read(None)),
    ("set", Write(None)),
    ("set_ex", Write(None)),
    ("set_nx", Write(None)),
    ("set_options", Write(None)),
    ("pset_ex", Write(None)),
    ("mset", Write(None)),
    ("del", Write(None)),
    ("unlink", Write(None)),
    ("expire", Write(None)),
    ("incr", Write(None)),
    ("decr", Write(None)),
    ("hset", Write(None)),
    ("hset_multiple", Write(None)),
    ("hdel", Write(None)),
    ("hincr", Write(None)),
    ("lpush", Write(None)),
    ("rpush", Write(None)),
    ("lpop", Write(None)),
    ("rpop", Write(None)),
    ("sadd", Write(None)),
    ("srem", Write(None)),
    ("zadd", Write(None)),
    ("zrem", Write(None)),
    ("zrembyscore", Write(None)),
    ("query", Run(Some(0))),
    ("query_async", Run(Some(0))),
    ("ping", Ping),
];

/// How messages are received; what is told to subscribers is no change that could be lost with a write.
const RECEIVES: BrokerTable = BrokerTable {
    kind: "redis",
    receives: &[
        "PubSub::on_message",
        "PubSub::into_on_message",
        "PubSub::get_message",
        "brpop",
        "blpop",
        "blmove",
        "brpoplpush",
        "xread",
        "xread_options",
    ],
    commands: &["cmd"],
    ..BrokerTable::NONE
};

/// redis and the pools made for it.
pub(super) const REDIS: Framework = Framework {
    packages: &["redis", "deadpool-redis", "bb8-redis", "r2d2_redis", "mobc-redis"],
    returns: &[
        ("Client::open", "Client"),
        ("Client::get_connection", "Connection"),
        ("Client::get_async_connection", "Connection"),
        ("Client::get_multiplexed_async_connection", "MultiplexedConnection"),
        ("Client::get_multiplexed_tokio_connection", "MultiplexedConnection"),
        ("Client::get_connection_manager", "ConnectionManager"),
        ("ConnectionManager::new", "ConnectionManager"),
        ("Config::from_url", "Config"),
        ("Config::create_pool", "Pool"),
        ("Pool::get", "Connection"),
        ("Client::get_async_pubsub", "PubSub"),
        ("Connection::as_pubsub", "PubSub"),
        ("Connection::into_pubsub", "PubSub"),
    ],
    broker: Some(RECEIVES),
    store: Some(StoreTable {
        engine: Engine::Redis,
        blocking: false,
        functions: &[
            // A client holds an address only; connections are multiplexed over what it opens.
            ("Client::open", Pool(Some(0))),
            ("RedisConnectionManager::new", Pool(Some(0))),
            ("Config::from_url", Pool(Some(0))),
            ("ClusterClient::new", Pool(Some(0))),
            ("cmd", Text(0)),
        ],
        methods: METHODS,
        telling: &[
            "set_ex",
            "set_nx",
            "pset_ex",
            "hgetall",
            "hset_multiple",
            "smembers",
            "sismember",
            "zrembyscore",
        ],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};

/// fred.
pub(super) const FRED: Framework = Framework {
    packages: &["fred"],
    returns: &[],
    store: Some(StoreTable {
        engine: Engine::Redis,
        blocking: false,
        functions: &[
            ("Config::from_url", Pool(Some(0))),
            ("RedisConfig::from_url", Pool(Some(0))),
            ("RedisClient::new", Connection(None)),
        ],
        methods: METHODS,
        telling: &[],
        ..StoreTable::NONE
    }),
    ..Framework::NONE
};
