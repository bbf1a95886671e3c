package io.porty.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminConnectionsTest {

  private final AdminConnections connections = new AdminConnections();
  private final List<EmbeddedChannel> channels = new ArrayList<>();

  @AfterEach
  void closeAll() {
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  /** Adds a connection and brings it into a state. */
  private EmbeddedChannel add(Consumer<AdminConnection> state) {
    AdminConnection connection = new AdminConnection(connections::remove);
    EmbeddedChannel channel = new EmbeddedChannel(connection);
    channels.add(channel);
    connections.add(connection);
    state.accept(connection);
    return channel;
  }

  private static void sending(AdminConnection connection) {
    connection.requestComplete(true);
    connection.responseStarted();
  }

  private static void idle(AdminConnection connection) {
    sending(connection);
    connection.responseSent();
  }

  private static void runningCommand(AdminConnection connection) {
    connection.requestComplete(true);
    connection.commandStarted();
  }

  private void fillWith(Consumer<AdminConnection> state) {
    while (channels.size() < AdminConnections.MAX_OPEN) {
      add(state);
    }
  }

  @Test
  void aConnectionWithoutAnAuthorizedRequestGivesWayBeforeAnIdleOne() {
    EmbeddedChannel idle = add(AdminConnectionsTest::idle);
    EmbeddedChannel unknown = add(one -> {});
    fillWith(AdminConnectionsTest::idle);
    EmbeddedChannel added = add(one -> {});
    assertThat(unknown.isOpen()).isFalse();
    assertThat(idle.isOpen()).isTrue();
    assertThat(added.isOpen()).isTrue();
  }

  @Test
  void amongEqualsTheOldestGivesWay() {
    EmbeddedChannel oldest = add(AdminConnectionsTest::idle);
    EmbeddedChannel second = add(AdminConnectionsTest::idle);
    fillWith(AdminConnectionsTest::idle);
    add(one -> {});
    assertThat(oldest.isOpen()).isFalse();
    assertThat(second.isOpen()).isTrue();
  }

  @Test
  void aResponseBeingSentGivesWayBeforeOneBeingCreated() {
    EmbeddedChannel processing = add(one -> one.requestComplete(true));
    EmbeddedChannel sending = add(AdminConnectionsTest::sending);
    fillWith(AdminConnectionsTest::runningCommand);
    add(one -> {}).close();
    assertThat(sending.isOpen()).isFalse();
    assertThat(processing.isOpen()).isTrue();
  }

  @Test
  void whileAllRunCommandsTheNewConnectionIsClosed() {
    fillWith(AdminConnectionsTest::runningCommand);
    EmbeddedChannel added = add(one -> {});
    assertThat(added.isOpen()).isFalse();
    assertThat(channels.subList(0, AdminConnections.MAX_OPEN)).allMatch(EmbeddedChannel::isOpen);
  }

  @Test
  void aClosedConnectionMakesRoom() {
    fillWith(AdminConnectionsTest::idle);
    channels.get(3).close();
    add(one -> {});
    assertThat(channels.stream().filter(one -> !one.isOpen())).hasSize(1);
  }

  @Test
  void anIncompleteRequestIsClosedAfterItsTimeLimit() {
    EmbeddedChannel channel = add(AdminConnectionsTest::idle);
    channel.freezeTime();
    channel.writeInbound(Unpooled.EMPTY_BUFFER);
    channel.advanceTimeBy(AdminConnection.REQUEST_SECONDS - 1L, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    channel.advanceTimeBy(2, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void anIdleConnectionIsKeptForTheKeepAliveTime() {
    EmbeddedChannel channel = add(AdminConnectionsTest::idle);
    channel.advanceTimeBy(AdminConnection.KEEP_ALIVE_SECONDS - 1L, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    channel.advanceTimeBy(2, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }
}
