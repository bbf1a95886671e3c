package com.example.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.porty.testkit.TestPorty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** With a real redis-server; skipped where there is none. */
class RedisPluginTest {

  private int port;
  private Process redis;

  @BeforeEach
  void startRedis() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try {
      redis =
          new ProcessBuilder(
                  "redis-server", "--port", "" + port, "--save", "", "--appendonly", "no")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no redis-server here");
    }
    long end = System.nanoTime() + 10_000_000_000L;
    while (!answers()) {
      assertTrue(System.nanoTime() < end, "redis-server does not start");
      Thread.sleep(20);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterEach
  void stopRedis() throws InterruptedException {
    if (redis != null) {
      redis.destroy();
      redis.waitFor();
    }
  }

  private TestPorty start(String remember) {
    return TestPorty.with(new RedisPlugin())
        .backends("site", "acme", "other")
        .route(
            """
            routers = ["redis", "fixed"]
            target = "{site}"
            [routes.redis]
            server = "127.0.0.1:REDIS"
            by = "header"
            header = "X-Tenant"
            remember_seconds = REMEMBER
            """
                .replace("REDIS", "" + port)
                .replace("REMEMBER", remember));
  }

  private void set(String name, String target) {
    try (RedisClient client = RedisClient.create("127.0.0.1", port)) {
      client.set("porty:" + name, target);
    }
  }

  @Test
  void sendsEachNameWhereRedisSays() {
    try (TestPorty porty = start("0")) {
      set("acme", porty.backend("acme").target());
      assertEquals("acme", porty.get("/", "X-Tenant", "acme").body());
      assertEquals("site", porty.get("/").body());
      set("acme", porty.backend("other").target());
      assertEquals("other", porty.get("/", "X-Tenant", "acme").body());
    }
  }

  @Test
  void passesWhatRedisDoesNotKnow() {
    try (TestPorty porty = start("60")) {
      assertEquals("site", porty.get("/", "X-Tenant", "nobody").body());
    }
  }

  @Test
  void usesWhatItKnowsWhenRedisIsGone() throws Exception {
    try (TestPorty porty = start("0")) {
      set("acme", porty.backend("acme").target());
      assertEquals("acme", porty.get("/", "X-Tenant", "acme").body());
      stopRedis();
      assertEquals("acme", porty.get("/", "X-Tenant", "acme").body());
      assertEquals(503, porty.get("/", "X-Tenant", "new").statusCode());
    }
  }

  @Test
  void doesNotAskAgainWhileItRemembers() throws Exception {
    try (TestPorty porty = start("60")) {
      set("acme", porty.backend("acme").target());
      assertEquals("acme", porty.get("/", "X-Tenant", "acme").body());
      set("acme", porty.backend("other").target());
      assertEquals("acme", porty.get("/", "X-Tenant", "acme").body());
    }
  }
}
