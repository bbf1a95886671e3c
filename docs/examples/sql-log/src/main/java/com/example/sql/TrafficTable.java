package com.example.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The table in the database, in SQL that SQLite and PostgreSQL share. For one thread. */
final class TrafficTable implements AutoCloseable {

  private static final String CREATE =
      "CREATE TABLE IF NOT EXISTS traffic (started BIGINT NOT NULL, route TEXT NOT NULL,"
          + " client TEXT NOT NULL, method TEXT NOT NULL, uri TEXT NOT NULL, status INTEGER NOT NULL,"
          + " upstream TEXT NOT NULL, router TEXT NOT NULL, bytes_in BIGINT NOT NULL,"
          + " bytes_out BIGINT NOT NULL, millis DOUBLE PRECISION NOT NULL, error TEXT NOT NULL)";

  private static final String INSERT =
      "INSERT INTO traffic VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final String url;
  private final Properties login = new Properties();
  private Connection connection;

  TrafficTable(String url, Optional<String> user, Optional<String> password) {
    this.url = url;
    user.ifPresent(u -> login.setProperty("user", u));
    password.ifPresent(p -> login.setProperty("password", p));
  }

  /** Connects if it is not connected. */
  void open() throws SQLException {
    if (connection != null) {
      return;
    }
    Connection fresh = DriverManager.getConnection(url, login);
    try (Statement statement = fresh.createStatement()) {
      statement.execute(CREATE);
      fresh.setAutoCommit(false);
    } catch (SQLException e) {
      fresh.close();
      throw e;
    }
    connection = fresh;
  }

  /** Writes all of the rows in one transaction, or none. */
  void write(List<Row> rows) throws SQLException {
    open();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Row row : rows) {
        insert.setLong(1, row.startMillis());
        insert.setString(2, row.route());
        insert.setString(3, row.client());
        insert.setString(4, row.method());
        insert.setString(5, row.uri().replace("\0", ""));
        insert.setInt(6, row.status());
        insert.setString(7, row.upstream());
        insert.setString(8, row.router());
        insert.setLong(9, row.bytesIn());
        insert.setLong(10, row.bytesOut());
        insert.setDouble(11, row.millis());
        insert.setString(12, row.error());
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    } catch (SQLException e) {
      forget();
      throw e;
    }
  }

  /** A connection that failed once is not used again. */
  private void forget() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone one way or the other.
    }
    connection = null;
  }

  @Override
  public void close() {
    if (connection != null) {
      forget();
    }
  }
}
