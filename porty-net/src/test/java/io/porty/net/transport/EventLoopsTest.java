package io.porty.net.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.util.internal.PlatformDependent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLoopsTest {

  private static final int BUFFERS = 256;
  private static final int BYTES = 16_384;

  private final EventLoops loops = new EventLoops(Transports.choose("auto"), 2);

  private void burst() {
    List<ByteBuf> all = new ArrayList<>();
    for (int i = 0; i < BUFFERS; i++) {
      all.add(loops.allocator().directBuffer(BYTES));
    }
    all.forEach(ByteBuf::release);
  }

  private final long before = PlatformDependent.usedDirectMemory();

  private long used() {
    return PlatformDependent.usedDirectMemory() - before;
  }

  @Test
  void whatABurstHasLeftIsReturned() throws Exception {
    try {
      for (var loop : loops.all()) {
        loop.submit(this::burst).get();
      }
      assertThat(used()).as("cached").isGreaterThan(BUFFERS * BYTES);
      await()
          .until(
              () -> {
                loops.trimCaches();
                return used() < BUFFERS * BYTES / 16;
              });
    } finally {
      loops.close();
    }
    loops.trimCaches();
  }
}
