package com.example.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porty.testkit.TestPorty;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlLogTest {

  @TempDir Path folder;

  private TestPorty start(String url) {
    return TestPorty.with(new SqlPlugin())
        .backends("site")
        .route(
            "log_format = \"sql\"\ntarget = \"{site}\"\n[routes.sql]\nurl = \"" + url + "\"\n");
  }

  private static String text(String url, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      return rows.next() ? rows.getString(1) : "no row";
    }
  }

  @Test
  void writesARowForEachExchange() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("traffic.db");
    try (TestPorty porty = start(url)) {
      for (int i = 0; i < 2_500; i++) {
        porty.get("/users?id=" + i);
      }
      porty.backend("site").close();
      assertEquals(502, porty.get("/gone").statusCode());
    }
    assertEquals("2501", text(url, "SELECT count(*) FROM traffic"));
    assertEquals(
        "127.0.0.1", text(url, "SELECT client FROM traffic WHERE uri = '/users?id=7'"));
    assertEquals("connect_refused", text(url, "SELECT error FROM traffic WHERE uri = '/gone'"));
    assertEquals("200", text(url, "SELECT status FROM traffic WHERE uri = '/users?id=7'"));
  }

  @Test
  void saysAtOnceThatTheDatabaseCannotBeUsed() {
    AssertionError said =
        assertThrows(
            AssertionError.class, () -> start("jdbc:sqlite:" + folder.resolve("no/such/folder.db")));
    assertTrue(said.getMessage().contains("access log \"sql\""), said.getMessage());
  }
}
