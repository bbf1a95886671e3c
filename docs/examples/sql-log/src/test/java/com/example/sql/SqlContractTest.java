package com.example.sql;

import io.porty.api.Settings;
import io.porty.api.log.TrafficLogFactory;
import io.porty.testkit.TestSettings;
import io.porty.testkit.TrafficLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqlContractTest extends TrafficLogContract {

  @TempDir static Path folder;

  @Override
  protected TrafficLogFactory factory() {
    return new SqlPlugin().trafficLogs().get(0);
  }

  @Override
  protected Settings settings() {
    return TestSettings.of("url", "jdbc:sqlite:" + folder.resolve("contract.db"));
  }
}
