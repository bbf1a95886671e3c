package com.example.sql;

import io.porty.api.Key;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.plugin.PortyPlugin;
import java.util.List;

/** The access log {@code sql}: a row for each exchange and connection that has ended. */
public final class SqlPlugin implements PortyPlugin {

  private static final Key<String> URL =
      Key.string(
          "url",
          null,
          "JDBC URL: \"jdbc:sqlite:/var/lib/porty/traffic.db\" or \"jdbc:postgresql://host/database\"");

  private static final Key<String> USER = Key.string("user", null, "The database's user");

  private static final Key<String> PASSWORD = Key.secret("password", "And the password");

  @Override
  public List<AccessLogFactory> accessLogs() {
    return List.of(
        AccessLogFactory.of(
            "sql",
            List.of(URL, USER, PASSWORD),
            (settings, context) ->
                new SqlLog(
                    new TrafficTable(
                        settings.get(URL), settings.find(USER), settings.find(PASSWORD)))));
  }
}
