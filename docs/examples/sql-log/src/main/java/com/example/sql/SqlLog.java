package com.example.sql;

import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.AccessLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers rows and writes them in a thread of its own, so that a slow database keeps no other log
 * waiting. While the database is away rows wait, as many as there is room for; then they are counted
 * and dropped.
 */
final class SqlLog implements AccessLog {

  private static final Logger LOG = LoggerFactory.getLogger(SqlLog.class);
  private static final int ROOM = 50_000;
  private static final int BATCH = 1_000;
  private static final long PAUSE_MILLIS = 1_000;
  private static final long LAST_MILLIS = 5_000;

  private final TrafficTable table;
  private final BlockingQueue<Row> waiting = new ArrayBlockingQueue<>(ROOM);
  private final LongAdder dropped = new LongAdder();
  private final Thread writing = new Thread(this::run, "sql-log");
  private volatile boolean closing;

  SqlLog(TrafficTable table) {
    this.table = table;
    this.writing.setDaemon(true);
  }

  /** A wrong URL or password should be known at once. */
  @Override
  public void start() throws SQLException {
    table.open();
    writing.start();
  }

  @Override
  public void exchangeEnded(ExchangeRecord exchange) {
    add(Row.of(exchange));
  }

  @Override
  public void connectionClosed(ConnectionRecord connection) {
    add(Row.of(connection));
  }

  private void add(Row row) {
    if (!waiting.offer(row)) {
      dropped.increment();
    }
  }

  private void run() {
    List<Row> batch = new ArrayList<>(BATCH);
    boolean failing = false;
    while (!closing || !waiting.isEmpty() || !batch.isEmpty()) {
      try {
        gather(batch);
        if (batch.isEmpty()) {
          continue;
        }
        table.write(batch);
        batch.clear();
        long lost = dropped.sumThenReset();
        if (failing || lost > 0) {
          LOG.warn("the database answers again; {} rows were lost", lost);
        }
        failing = false;
      } catch (SQLException e) {
        if (!failing) {
          LOG.warn("rows wait until the database answers: {}", e.getMessage());
        }
        failing = true;
        if (closing || !pause()) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void gather(List<Row> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      Row first = waiting.poll(closing ? 0 : 100, TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
      }
    }
    waiting.drainTo(batch, BATCH - batch.size());
  }

  private boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** What waits is still written, if that does not take too long. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    writing.join(LAST_MILLIS);
    writing.interrupt();
    table.close();
  }
}
