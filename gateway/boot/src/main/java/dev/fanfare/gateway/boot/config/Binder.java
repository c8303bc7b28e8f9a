package dev.fanfare.gateway.boot.config;

import dev.fanfare.protocol.Capabilities;
import java.io.StringReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns a tree of YAML nodes into records: a mapping's keys are the record's components. What does
 * not fit becomes a problem, and the rest is read on, so that one run finds all of them.
 */
final class Binder {
  private static final int SHOWN = 60;

  private final Problems problems;

  Binder(Problems problems) {
    this.problems = problems;
  }

  /** A reader of YAML that keeps its nodes and their places, and refuses what would eat memory. */
  static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(4 << 20);
    options.setNestingDepthLimit(20);
    options.setMaxAliasesForCollections(50);
    return new Yaml(options);
  }

  /** The record at a node; empty when a problem was found in it. */
  <R extends Record> Optional<R> record(Class<R> type, Node node, String path) {
    if (isNothing(node)) {
      return absent(type, path);
    }
    if (!(node instanceof MappingNode mapping)) {
      problems.at(node, named(path) + " must be a section of keys, not " + kind(node) + ".");
      return Optional.empty();
    }
    problems.place(path, node);
    return bind(type, entries(type, mapping, path), path);
  }

  /** The record of a section that is not there. */
  <R extends Record> Optional<R> absent(Class<R> type, String path) {
    return bind(type, Map.of(), path);
  }

  private <R extends Record> Optional<R> bind(Class<R> type, Map<String, Node> nodes, String path) {
    RecordComponent[] components = type.getRecordComponents();
    List<Object> values = new ArrayList<>(components.length);
    for (RecordComponent component : components) {
      String child = path.isEmpty() ? component.getName() : path + "." + component.getName();
      Node node = nodes.get(component.getName());
      Optional<?> value =
          node == null
              ? missing(component, path, child)
              : component(component.getGenericType(), setting(component), node, child);
      value.ifPresent(values::add);
    }
    return values.size() == components.length ? Optional.of(make(type, values)) : Optional.empty();
  }

  private Map<String, Node> entries(Class<?> type, MappingNode mapping, String path) {
    List<String> known =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    Map<String, Node> nodes = new LinkedHashMap<>();
    Map<String, Node> keys = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node keyNode = tuple.getKeyNode();
      String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : kind(keyNode);
      Node first = keys.putIfAbsent(key, keyNode);
      if (!known.contains(key)) {
        problems.at(keyNode, unknown(type, key, tuple.getValueNode(), known, path));
      } else if (first != null) {
        int line = first.getStartMark().getLine() + 1;
        problems.at(
            keyNode, "The key '" + key + "' stands twice; the first one is in line " + line + ".");
      } else {
        nodes.put(key, tuple.getValueNode());
      }
    }
    return nodes;
  }

  private static String unknown(
      Class<?> type, String key, Node value, List<String> known, String path) {
    boolean hidden =
        Arrays.stream(type.getRecordComponents()).anyMatch(c -> setting(c).secret())
            || key.matches("(?i).*(secret|key|token|password|credential).*");
    String shown = value instanceof ScalarNode scalar && !hidden ? quoted(scalar) : "not shown";
    String hint =
        Nearest.to(key, known)
            .map(nearest -> " Did you mean '" + nearest + "'?")
            .orElseGet(() -> " Known here: " + String.join(", ", known) + ".");
    return named(path) + " has no key '" + key + "' (its value: " + shown + ")." + hint;
  }

  private Optional<?> missing(RecordComponent component, String path, String child) {
    Setting setting = setting(component);
    Type type = component.getGenericType();
    if (!setting.standard().isEmpty()) {
      Node node = yaml().compose(new StringReader(setting.standard()));
      return value(type, setting, node, child);
    }
    if (type instanceof ParameterizedType generic) {
      return Optional.of(generic.getRawType() == Optional.class ? Optional.empty() : List.of());
    }
    if (isSection(type)) {
      return absent(((Class<?>) type).asSubclass(Record.class), child);
    }
    String example = setting.sample().isEmpty() ? "" : ", such as " + setting.sample();
    problems.at(path, named(path) + " needs the key '" + component.getName() + "'" + example + ".");
    return Optional.empty();
  }

  private Optional<?> component(Type type, Setting setting, Node node, String path) {
    problems.place(path, node);
    return value(type, setting, node, path);
  }

  private Optional<?> value(Type type, Setting setting, Node node, String path) {
    if (type instanceof ParameterizedType generic) {
      Type argument = generic.getActualTypeArguments()[0];
      return generic.getRawType() == Optional.class
          ? wrapped(value(argument, setting, node, path))
          : list(argument, setting, node, path);
    }
    if (type == Capabilities.class) {
      return new CapabilitiesReader(problems).read(node, path);
    }
    Class<?> plain = (Class<?>) type;
    Optional<Scalar<?>> scalar = Scalar.of(plain);
    return scalar.isPresent()
        ? scalar(scalar.get(), setting, node, path)
        : record(plain.asSubclass(Record.class), node, path);
  }

  /** The inner one is what the record holds, the outer one whether it could be read. */
  private static Optional<?> wrapped(Optional<?> value) {
    return value.isPresent() ? Optional.of(value) : Optional.empty();
  }

  private Optional<List<Object>> list(Type element, Setting setting, Node node, String path) {
    if (isNothing(node)) {
      return Optional.of(List.of());
    }
    if (!(node instanceof SequenceNode sequence)) {
      problems.at(
          node,
          named(path)
              + " must be a list: lines that start with '-', or [a, b]; this is "
              + kind(node)
              + ".");
      return Optional.empty();
    }
    List<Object> values = new ArrayList<>();
    int index = 0;
    for (Node item : sequence.getValue()) {
      component(element, setting, item, path + "[" + index + "]").ifPresent(values::add);
      index++;
    }
    return values.size() == index ? Optional.of(values) : Optional.empty();
  }

  private <T> Optional<T> scalar(Scalar<T> kind, Setting setting, Node node, String path) {
    String must = named(path) + " must be " + kind.expected();
    if (!(node instanceof ScalarNode scalar) || isNothing(node)) {
      problems.at(node, must + ", not " + kind(node) + ".");
      return Optional.empty();
    }
    String shown = setting.secret() ? "" : "; this is " + quoted(scalar);
    if (kind.plain() && !scalar.isPlain()) {
      problems.at(node, must + " without quotes" + shown + ".");
      return Optional.empty();
    }
    Optional<T> value = kind.read().apply(scalar.getValue());
    if (value.isEmpty()) {
      problems.at(node, must + shown + ".");
    } else if (isOutside(kind, value.get(), setting)) {
      problems.at(
          node,
          named(path) + " must be from " + setting.min() + " to " + setting.max() + shown + ".");
      return Optional.empty();
    }
    return value;
  }

  /** Only kinds that can be compared have bounds. */
  @SuppressWarnings("unchecked")
  private static <T> boolean isOutside(Scalar<T> kind, T value, Setting setting) {
    if (setting.min().isEmpty()) {
      return false;
    }
    Comparable<T> comparable = (Comparable<T>) value;
    return comparable.compareTo(kind.read().apply(setting.min()).orElseThrow()) < 0
        || comparable.compareTo(kind.read().apply(setting.max()).orElseThrow()) > 0;
  }

  static Setting setting(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException(component + " has no @Setting");
    }
    return setting;
  }

  /** Whether a type is a section of the file: a record that is no single value. */
  static boolean isSection(Type type) {
    return type instanceof Class<?> plain && plain.isRecord() && Scalar.of(plain).isEmpty();
  }

  private static <R extends Record> R make(Class<R> type, List<Object> values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException refused) {
      throw new IllegalStateException(type + " refused what was checked before", refused);
    } catch (ReflectiveOperationException notARecordOfOurs) {
      throw new IllegalStateException(notARecordOfOurs);
    }
  }

  /**
   * Whether a key stands there with nothing behind it; for a section or a list that is the same as
   * no key.
   */
  private static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  static String named(String path) {
    return path.isEmpty() ? "The file" : "'" + path + "'";
  }

  static String kind(Node node) {
    if (isNothing(node)) {
      return "nothing";
    }
    return switch (node) {
      case ScalarNode scalar -> "the single value " + quoted(scalar);
      case SequenceNode list -> "a list";
      default -> "a section";
    };
  }

  static String quoted(ScalarNode scalar) {
    String text = scalar.getValue().replaceAll("\\p{Cntrl}", " ");
    return "'" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "'";
  }
}
