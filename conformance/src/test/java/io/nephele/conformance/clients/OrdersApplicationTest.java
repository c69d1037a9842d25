package io.nephele.conformance.clients;

import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job of a local AWS: an application of events and functions, in each language. */
@NepheleTest(virtualClock = false, scope = NepheleTest.Scope.METHOD)
class OrdersApplicationTest {
  @BeforeAll
  static void present() {
    AwsCli.assumePresent();
  }

  @Test
  void runsInPython(URI endpoint, @TempDir Path folder) {
    new OrdersApplication(folder, endpoint).runs(OrdersPackage.python());
  }

  @Test
  void runsInJavaScript(URI endpoint, @TempDir Path folder) {
    new OrdersApplication(folder, endpoint).runs(OrdersPackage.node());
  }

  @Test
  void runsInJava(URI endpoint, @TempDir Path folder) {
    new OrdersApplication(folder, endpoint).runs(OrdersPackage.java());
  }
}
