package io.porty.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The heap may grow faster while a large configuration is read, and not a moment longer. */
class HeapRoomTest {

  private final HotSpotDiagnosticMXBean jvm =
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

  private String before;

  @BeforeEach
  void setThoseOfPorty() {
    before = ratios();
    set(5, 15);
  }

  @AfterEach
  void restore() {
    String[] both = before.split(" ");
    set(Integer.parseInt(both[0]), Integer.parseInt(both[1]));
  }

  private void set(int least, int most) {
    jvm.setVMOption("MinHeapFreeRatio", "0");
    jvm.setVMOption("MaxHeapFreeRatio", Integer.toString(most));
    jvm.setVMOption("MinHeapFreeRatio", Integer.toString(least));
  }

  private String ratios() {
    return jvm.getVMOption("MinHeapFreeRatio").getValue()
        + " "
        + jvm.getVMOption("MaxHeapFreeRatio").getValue();
  }

  @Test
  void manyFilesCountTogether() {
    try (HeapRoom room = new HeapRoom()) {
      room.text(100_000);
      assertThat(ratios()).isEqualTo("5 15");
      room.text(100_000);
      assertThat(ratios()).isEqualTo("40 60");
    }
    assertThat(ratios()).isEqualTo("5 15");
  }

  @Test
  void certificatesOfOneLineCount() {
    try (HeapRoom room = new HeapRoom()) {
      room.certificates(1_000);
      assertThat(ratios()).isEqualTo("5 15");
      room.certificates(10_000);
      assertThat(ratios()).isEqualTo("40 60");
    }
    assertThat(ratios()).isEqualTo("5 15");
  }

  @Test
  void twoAtATimeLeaveItAsItWas() {
    HeapRoom first = new HeapRoom();
    first.text(1_000_000);
    try (HeapRoom second = new HeapRoom()) {
      second.text(1_000_000);
      first.close();
    }
    assertThat(ratios()).isEqualTo("5 15");
  }

  @Test
  void aHeapWithMoreRoomStaysAsItIs() {
    set(50, 80);
    try (HeapRoom room = new HeapRoom()) {
      room.text(1_000_000);
      assertThat(ratios()).isEqualTo("50 80");
    }
    assertThat(ratios()).isEqualTo("50 80");
  }
}
