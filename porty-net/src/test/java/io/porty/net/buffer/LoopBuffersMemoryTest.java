package io.porty.net.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the buffers of an event loop hold of the system's memory. Netty counts for the whole
 * process, in which threads of other tests may still end: each test has several attempts.
 */
class LoopBuffersMemoryTest {

  private static final int ATTEMPTS = 5;

  private interface Scenario {
    void run(AllocatingLoop loop) throws Exception;
  }

  private static void measured(Scenario scenario) throws Exception {
    AssertionError last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try (AllocatingLoop loop = new AllocatingLoop()) {
        scenario.run(loop);
        return;
      } catch (AssertionError e) {
        last = e;
      }
    }
    throw new AssertionError("in " + ATTEMPTS + " attempts", last);
  }

  @Test
  void aGrownBufferIsFreed() throws Exception {
    measured(
        loop -> {
          loop.call(() -> loop.allocator.directBuffer(300).writeZero(700).release());
          assertThat(loop.usedBytes()).isZero();
        });
  }

  @Test
  void aBufferThatAnotherThreadReleasesIsFreed() throws Exception {
    measured(
        loop -> {
          ByteBuf taken = loop.call(() -> loop.allocator.directBuffer(300));
          ByteBuf further = loop.call(() -> loop.allocator.directBuffer(300));
          assertThat(loop.usedBytes()).isEqualTo(2 * 512);
          further.release();
          assertThat(loop.usedBytes()).isEqualTo(512);
          taken.release();
          assertThat(loop.usedBytes()).isZero();
        });
  }

  @Test
  void soManyOfASizeExistAtMostAndThePoolHasTheRest() throws Exception {
    measured(
        loop -> {
          loop.call(
              () -> {
                for (int size = 512; size <= 8192; size *= 2) {
                  loop.burst(size, 300);
                  loop.burst(size, 300);
                }
                return null;
              });
          assertThat(loop.usedBytes()).isEqualTo(256 * (512 + 1024 + 2048 + 4096) + 128 * 8192);
        });
  }

  @Test
  void thoseThatWereFreedAreReplaced() throws Exception {
    measured(
        loop -> {
          List<ByteBuf> elsewhere = new ArrayList<>();
          loop.call(
              () -> {
                for (int i = 0; i < 200; i++) {
                  elsewhere.add(loop.allocator.directBuffer(512));
                }
                for (int i = 0; i < 200; i++) {
                  loop.allocator.directBuffer(512).writeZero(513).release();
                }
                return null;
              });
          elsewhere.forEach(ByteBuf::release);
          loop.call(
              () -> {
                loop.burst(512, 300);
                return null;
              });
          assertThat(loop.usedBytes()).isEqualTo(256 * 512);
        });
  }

  @Test
  void thoseThatAreNotNeededAreFreed() throws Exception {
    measured(
        loop ->
            loop.call(
                () -> {
                  loop.burst(512, 100);
                  loop.allocator.trimCurrentThreadCache(); // all were needed since the last time
                  assertThat(loop.usedBytes()).isEqualTo(100 * 512);
                  loop.burst(512, 30);
                  loop.allocator.trimCurrentThreadCache();
                  assertThat(loop.usedBytes()).isEqualTo(30 * 512);
                  for (int i = 0; i < 3 * 8192; i++) {
                    loop.allocator.directBuffer(300).release();
                  }
                  assertThat(loop.usedBytes()).isEqualTo(512);
                  return null;
                }));
  }

  @Test
  void aThreadThatEndsFreesAll() throws Exception {
    measured(
        loop -> {
          ByteBuf out = loop.call(() -> loop.allocator.directBuffer(300));
          loop.call(
              () -> {
                loop.burst(4096, 10);
                return null;
              });
          loop.close();
          out.release();
          assertThat(loop.usedBytes()).isZero();
        });
  }
}
