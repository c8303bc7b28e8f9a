package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.IMap;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.ControlList;
import dev.fanfare.gateway.port.ControlWire;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/** The list of control messages, in as many copies as the logs have. */
public final class HazelcastControlList implements ControlList {
  static final String ONLY = "all";

  private final IMap<String, StoredControls> lists;
  private final Submitting submitting;
  private final RandomGenerator random;

  /** Over a client's connection. */
  public HazelcastControlList(StoreClient client, RandomGenerator random) {
    this.lists = client.instance().getMap(Names.CONTROLS);
    this.submitting = new Submitting(client);
    this.random = random;
  }

  @Override
  public Future<Void> add(Control message) {
    return submit(new AddControl(ControlWire.encode(message), random.nextLong())).mapEmpty();
  }

  @Override
  public Future<Place> top() {
    return submit(new ReadControls()).map(answer -> place(Blocks.split(answer).get(0)));
  }

  @Override
  public Future<Page> after(Place place) {
    return submit(new ReadControls(place)).map(answer -> page(Blocks.split(answer)));
  }

  private Future<byte[]> submit(Deciding<StoredControls> call) {
    return submitting.decide(lists, ONLY, call);
  }

  private static Page page(List<byte[]> answer) {
    List<Control> messages =
        answer.subList(2, answer.size()).stream().map(ControlWire::decode).toList();
    return new Page(answer.get(1)[0] == 1, messages, place(answer.get(0)));
  }

  private static Place place(byte[] bytes) {
    ByteBuffer numbers = ByteBuffer.wrap(bytes);
    return new Place(numbers.getLong(), numbers.getLong());
  }
}
