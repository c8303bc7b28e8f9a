package dev.fanfare.gateway.boot;

import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fanfare.testkit.HttpCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One publisher to many channels of a cluster, who must not lose a message, and their followers.
 */
final class Feed implements AutoCloseable {
  private static final String KEY = "key";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalCluster cluster;
  private final String secret;
  private final List<String> channels;
  private final List<Following> followings = new ArrayList<>();
  private long number;

  private record Following(Follower follower, String gateway, List<String> channels) {}

  /** So many channels, with one message each. */
  Feed(LocalCluster cluster, String secret, int channels) {
    this.cluster = cluster;
    this.secret = secret;
    this.channels = IntStream.range(0, channels).mapToObj(i -> "c" + i).toList();
    publishToAll("the first", "gateway1", "gateway1");
  }

  /** Somebody follows so many of the channels, there. */
  void follow(String gateway, int first, int howMany) {
    List<String> some = channels.subList(first, first + howMany);
    Follower follower = Follower.of(some, cluster.socket(gateway), KEY + ":" + secret);
    followings.add(new Following(follower, gateway, some));
  }

  /**
   * The next message of each channel.
   *
   * @param sometimes the gateway that is asked first for some of them
   * @param otherwise the one that is asked for the others, and for what that one does not take
   */
  void publishToAll(String fill, String sometimes, String otherwise) {
    number++;
    for (int i = 0; i < channels.size(); i++) {
      String channel = channels.get(i);
      if (i % 10 != 0 || !isTaken(sometimes, channel, fill)) {
        publish(otherwise, channel, fill);
      }
      followings.forEach(it -> it.follower.listen());
    }
  }

  private void publish(String gateway, String channel, String fill) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!isTaken(gateway, channel, fill)) {
      assertThat(System.nanoTime() - end).as("nobody takes it").isNegative();
    }
  }

  /** Whether it was answered that it is; nobody knows otherwise. */
  private boolean isTaken(String gateway, String channel, String fill) {
    String body =
        "{\"id\":\"%d\",\"data\":{\"n\":%d,\"fill\":\"%s\"}}".formatted(number, number, fill);
    try {
      HttpCalls.Answer answer =
          HttpCalls.to(cluster.http(gateway))
              .basic(KEY, secret)
              .post("/v1/channels/" + channel + "/messages", body);
      if (answer.status() >= 500) {
        return false;
      }
      assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
      assertThat(JSON.readTree(answer.text()).path("o").asLong()).isEqualTo(number);
      return true;
    } catch (HttpCalls.Unanswered unknown) {
      return false;
    } catch (JsonProcessingException broken) {
      throw new AssertionError(broken);
    }
  }

  /** Those who have lost their gateway come back to another one. */
  void everybodyMoves(String from, String to) {
    for (Following it : followings) {
      if (it.gateway.equals(from)) {
        until("its connection is gone", () -> !it.follower.isConnected());
        it.follower.listen();
        it.follower.resume(cluster.socket(to));
      }
    }
  }

  /** Returns when nobody misses anything. */
  void everybodyHearsAll() {
    for (Following it : followings) {
      Map<String, Long> numbers = new HashMap<>();
      it.channels.forEach(channel -> numbers.put(channel, number));
      it.follower.hears(numbers);
    }
  }

  @Override
  public void close() {
    followings.forEach(it -> it.follower.close());
  }
}
