package io.porty.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a contract on a planted implementation and collects which of its tests failed. */
final class ContractRun implements TestExecutionListener {

  private final Set<String> passed = new TreeSet<>();
  private final Set<String> failed = new TreeSet<>();

  private ContractRun() {}

  /**
   * @param contract a subclass of a contract
   */
  static ContractRun of(Class<?> contract) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)).build();
    ContractRun run = new ContractRun();
    LauncherFactory.create().execute(request, run);
    return run;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      String name = test.getDisplayName().replace("()", "");
      (result.getStatus() == Status.SUCCESSFUL ? passed : failed).add(name);
    }
  }

  Set<String> passed() {
    return passed;
  }

  Set<String> failed() {
    return failed;
  }
}
