package com.example.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porty.testkit.TestPorty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlueGreenTest {

  @TempDir Path folder;

  private TestPorty start() {
    return TestPorty.with(new BlueGreenPlugin())
        .backends("blue", "green")
        .route(
            """
            routers = ["blue_green"]
            [routes.blue_green]
            file = "FILE"
            [[routes.blue_green.releases]]
            name = "blue"
            target = "{blue}"
            [[routes.blue_green.releases]]
            name = "green"
            target = "{green}"
            """
                .replace("FILE", folder.resolve("active").toString()));
  }

  private static void await(TestPorty porty, String release) throws InterruptedException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!porty.get("/").body().equals(release)) {
      assertTrue(System.nanoTime() < end, "still not " + release);
      Thread.sleep(20);
    }
  }

  @Test
  void switchesWhenTheFileChanges() throws Exception {
    Path file = Files.writeString(folder.resolve("active"), "blue\n");
    try (TestPorty porty = start()) {
      assertEquals("blue", porty.get("/").body());
      Files.writeString(file, "green\n");
      await(porty, "green");
      Path other = Files.writeString(folder.resolve("other"), "blue");
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      await(porty, "blue");
    }
  }

  @Test
  void staysWhenTheFileIsWrongOrGone() throws Exception {
    Path file = Files.writeString(folder.resolve("active"), "blue");
    try (TestPorty porty = start()) {
      Files.writeString(file, "purple");
      Thread.sleep(1500);
      assertEquals("blue", porty.get("/").body());
      Files.delete(file);
      Thread.sleep(1500);
      assertEquals("blue", porty.get("/").body());
    }
  }

  @Test
  void doesNotStartWithoutAnActiveRelease() throws IOException {
    Files.writeString(folder.resolve("active"), "purple");
    AssertionError said = assertThrows(AssertionError.class, this::start);
    assertTrue(said.getMessage().contains("names \"purple\""), said.getMessage());
  }
}
