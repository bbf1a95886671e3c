package com.example.redis;

import io.porty.api.Target;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;

/** The table in Redis. Connects when it is first asked. Thread-safe; its calls wait. */
final class RedisTable implements AutoCloseable {

  private final RedisClient client;
  private final String prefix;

  RedisTable(Target server, Optional<String> password, String prefix, Duration deadline) {
    int millis = (int) deadline.toMillis();
    this.prefix = prefix;
    this.client =
        RedisClient.builder()
            .hostAndPort(server.host(), server.port())
            .clientConfig(
                DefaultJedisClientConfig.builder()
                    .connectionTimeoutMillis(millis)
                    .socketTimeoutMillis(millis)
                    .password(password.orElse(null))
                    .build())
            .build();
  }

  /**
   * The target of a name, if it has one.
   *
   * @throws RuntimeException if Redis cannot be asked, or holds something that is not a target
   */
  Optional<Target> find(String name) {
    return Optional.ofNullable(client.get(prefix + name)).map(Target::parse);
  }

  @Override
  public void close() {
    client.close();
  }
}
