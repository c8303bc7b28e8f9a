package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Target;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.KeyId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What gateways tell each other beside entries. */
interface ControlPromises {
  Bus bus();

  Bus otherBus();

  /** An app that no other test uses. */
  AppId app();

  @Test
  default void controlMessagesReachEveryGatewayTheSenderIncluded() {
    List<Control> sent =
        List.of(
            new Control.Disconnect(
                app(), new Target.OfConnection(new ConnectionId("c-1")), "\u201cbye\u201d, now"),
            new Control.Disconnect(app(), new Target.OfClient(new ClientId("J\u00f6rg: 1")), ""),
            new Control.Revoked(app(), new KeyId("key.1")),
            new Control.AppChanged(app(), Long.MAX_VALUE));
    List<Control> here = new CopyOnWriteArrayList<>();
    List<Control> there = new CopyOnWriteArrayList<>();
    try (Subscription one = bus().onControl(control -> keepOwn(control, here));
        Subscription other = otherBus().onControl(control -> keepOwn(control, there))) {
      assertThat(List.of(one, other)).doesNotContainNull();

      sent.forEach(control -> await(bus().broadcast(control)));

      until("both have heard", () -> here.size() == 4 && there.size() == 4);
      assertThat(here).isEqualTo(sent);
      assertThat(there).isEqualTo(sent);
    }
  }

  @Test
  default void whoHasClosedHearsNoControlMessages() {
    List<Control> closed = new CopyOnWriteArrayList<>();
    List<Control> open = new CopyOnWriteArrayList<>();
    Subscription closing = bus().onControl(closed::add);
    try (Subscription staying = bus().onControl(control -> keepOwn(control, open))) {
      assertThat(staying).isNotNull();
      closing.close();
      closing.close();

      await(otherBus().broadcast(new Control.AppChanged(app(), 1)));

      until("the open one has heard", () -> open.size() == 1);
      assertThat(closed).isEmpty();
    }
  }

  @Test
  default void aControlListenerThatThrowsHarmsNobody() {
    List<Control> heard = new CopyOnWriteArrayList<>();
    Subscription throwing =
        bus()
            .onControl(
                control -> {
                  throw new IllegalStateException("a listener that throws, on purpose");
                });
    try (throwing;
        Subscription listening = bus().onControl(control -> keepOwn(control, heard))) {
      assertThat(listening).isNotNull();

      await(bus().broadcast(new Control.AppChanged(app(), 1)));
      await(bus().broadcast(new Control.AppChanged(app(), 2)));

      until("both are heard", () -> heard.size() == 2);
    }
  }

  @Test
  default void listeningForReconnectsCanBeEnded() {
    Subscription listening = bus().onReconnect(() -> {});
    listening.close();
    listening.close();
  }

  /** Others may use the same bus. */
  private void keepOwn(Control control, List<Control> list) {
    if (control.app().equals(app())) {
      list.add(control);
    }
  }
}
