package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.ControlList;
import dev.fanfare.gateway.port.ControlList.Page;
import dev.fanfare.gateway.port.ControlList.Place;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Target;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.testkit.Racing;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link ControlList} promises. The list may be shared with other tests. */
public abstract class ControlListContract {
  private static final AppId APP = new AppId("1");

  /** The list. */
  protected abstract ControlList list();

  @Test
  void messagesComeInTheirOrderAndUnchanged() {
    Place top = top();
    List<Control> told =
        List.of(
            new Control.Disconnect(
                APP, new Target.OfClient(new ClientId("J\u00f6rg")), "\u201cbye\u201d"),
            new Control.Revoked(APP, new KeyId("key.1")),
            changed(Long.MAX_VALUE));
    told.forEach(message -> await(list().add(message)));

    Page page = await(list().after(top));
    assertThat(page.messages()).isEqualTo(told);
    assertThat(page.whole()).isTrue();
    assertThat(page.end()).isEqualTo(top());
    assertThat(await(list().after(page.end())).messages()).isEmpty();
  }

  @Test
  void manyComeInPages() {
    Place top = top();
    LongStream.range(0, ControlList.PAGE + 10).forEach(i -> await(list().add(changed(i))));

    Page first = await(list().after(top));
    Page second = await(list().after(first.end()));
    assertThat(first.messages()).hasSize(ControlList.PAGE);
    assertThat(second.messages()).hasSize(10).endsWith(changed(ControlList.PAGE + 9));
    assertThat(second.whole()).isTrue();
  }

  @Test
  void nothingIsLostWhenManyTellAtOnce() {
    Place top = top();
    Racing.race(
        8,
        thread -> {
          for (int i = 0; i < 25; i++) {
            await(list().add(changed(thread * 100L + i)));
          }
          return true;
        });

    assertThat(await(list().after(top)).messages()).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void aPlaceInAnotherLifeIsNotHere() {
    await(list().add(changed(1)));
    Place foreign = new Place(top().life() + 1, top().number());

    Page page = await(list().after(foreign));
    assertThat(page.whole()).isFalse();
    assertThat(page.messages()).isNotEmpty();
    assertThat(page.end().life()).isEqualTo(top().life());
  }

  private Place top() {
    return await(list().top());
  }

  private static Control changed(long version) {
    return new Control.AppChanged(APP, version);
  }
}
