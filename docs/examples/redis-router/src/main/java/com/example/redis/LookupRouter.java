package com.example.redis;

import io.porty.api.Target;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what Redis said, asks anew when that is old, and asks once for all requests that want
 * the same. Names without a target are remembered too.
 */
final class LookupRouter implements Router<HttpRouteRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(LookupRouter.class);
  private static final int MAX_NAMES = 100_000;
  private static final Decision UNAVAILABLE =
      Decision.respond(503, "lookup_failed", "The routing table cannot be asked")
          .header("Retry-After", "1");

  private final Function<HttpRouteRequest, String> subject;
  private final RedisTable table;
  private final long rememberNanos;
  private final Duration deadline;
  private final Executor blocking;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Decision>> asking = new ConcurrentHashMap<>();
  private volatile boolean failing;

  private record Known(Decision decision, long at) {}

  LookupRouter(
      Function<HttpRouteRequest, String> subject,
      RedisTable table,
      Duration remember,
      Duration deadline,
      Executor blocking) {
    this.subject = subject;
    this.table = table;
    this.rememberNanos = remember.toNanos();
    this.deadline = deadline;
    this.blocking = blocking;
  }

  @Override
  public RouteAnswer route(HttpRouteRequest request) {
    String name = subject.apply(request);
    if (name.isEmpty()) {
      return Decision.pass();
    }
    Known before = known.get(name);
    if (before != null && System.nanoTime() - before.at() < rememberNanos) {
      return before.decision();
    }
    Decision otherwise = before == null ? UNAVAILABLE : before.decision();
    try {
      return RouteAnswer.async(
          ask(name)
              .copy()
              .completeOnTimeout(otherwise, deadline.toMillis(), TimeUnit.MILLISECONDS)
              .exceptionally(failure -> otherwise));
    } catch (RejectedExecutionException e) {
      return otherwise;
    }
  }

  private CompletableFuture<Decision> ask(String name) {
    CompletableFuture<Decision> fresh = new CompletableFuture<>();
    CompletableFuture<Decision> already = asking.putIfAbsent(name, fresh);
    if (already != null) {
      return already;
    }
    try {
      blocking.execute(() -> look(name, fresh));
    } catch (RejectedExecutionException e) {
      asking.remove(name);
      fresh.completeExceptionally(e);
      throw e;
    }
    return fresh;
  }

  private void look(String name, CompletableFuture<Decision> answer) {
    try {
      Optional<Target> target = table.find(name);
      Decision decision =
          target.isPresent() ? Decision.to(target.get(), "redis") : Decision.pass();
      if (known.size() >= MAX_NAMES) {
        known.clear();
      }
      known.put(name, new Known(decision, System.nanoTime()));
      failing = false;
      answer.complete(decision);
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.warn("looking up \"{}\" failed, what is known goes on: {}", name, e.getMessage());
      }
      answer.completeExceptionally(e);
    } finally {
      asking.remove(name);
    }
  }

  /** After a reload: what is known stays known. */
  @Override
  public void inheritFrom(Object predecessor) {
    if (predecessor instanceof LookupRouter before) {
      known.putAll(before.known);
    }
  }

  @Override
  public void close() {
    table.close();
  }
}
