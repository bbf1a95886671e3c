package com.example.sql;

import io.porty.api.Settings;
import io.porty.api.log.AccessLogFactory;
import io.porty.testkit.TestSettings;
import io.porty.testkit.AccessLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqlContractTest extends AccessLogContract {

  @TempDir static Path folder;

  @Override
  protected AccessLogFactory factory() {
    return new SqlPlugin().accessLogs().get(0);
  }

  @Override
  protected Settings settings() {
    return TestSettings.of("url", "jdbc:sqlite:" + folder.resolve("contract.db"));
  }
}
