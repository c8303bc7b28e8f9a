package dev.fanfare.gateway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.protocol.Event;
import java.util.Optional;

/** Renders events so that tests can read them: {@code msg 7 text}, {@code skip 9}. */
enum ShortEncoding implements Encoding {
  INSTANCE;

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public Optional<byte[]> render(Event event) {
    String text =
        switch (event) {
          case Event.Published it ->
              "msg "
                  + it.message().position().offset()
                  + " "
                  + new String(it.message().draft().payload().bytes(), UTF_8);
          case Event.Presence it ->
              "pres " + it.change().position().offset() + " " + it.change().member().client();
          case Event.SubscriberCount it -> "subscribers " + it.subscribers();
          case Event.PresenceCount it -> "count " + it.offset() + " " + it.members();
          case Event.EpochBegan it -> "epoch " + it.position().offset();
          case Event.Gap it -> "gap " + it.from() + "-" + it.to();
          case Event.Reset it -> "reset " + it.position().offset();
          case Event.Skipped it -> "skip " + it.offset();
          case Event.Lagging it -> "lag " + it.offset() + " " + it.top();
          case Event.Live it -> "live " + it.offset();
        };
    return Optional.of(text.getBytes(UTF_8));
  }
}
