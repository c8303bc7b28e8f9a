package dev.fanfare.gateway.dialect.fanfare.json;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fields that are kept by name, in whatever form {@code V} they came, and which of them somebody
 * has asked for.
 */
public abstract class NamedFields<V> implements Fields {
  /** What the names of these fields are said with: empty, or the object they are in and a dot. */
  protected final String path;

  private final Map<String, V> values;
  private final Set<String> asked = new LinkedHashSet<>();

  /** These fields, of which nobody has asked for any. */
  protected NamedFields(String path, Map<String, V> values) {
    this.path = path;
    this.values = values;
  }

  /** A field, which is thereby known. */
  protected final Optional<V> field(String name) {
    asked.add(name);
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public final boolean isEmpty() {
    return values.isEmpty();
  }

  @Override
  public final boolean has(String name) {
    return field(name).isPresent();
  }

  @Override
  public final Set<String> names() {
    asked.addAll(values.keySet());
    return values.keySet();
  }

  @Override
  public final void reserved(String... names) throws InvalidInput {
    for (String name : names) {
      if (values.containsKey(name)) {
        throw Fields.reservedField(path + name);
      }
    }
  }

  @Override
  public final void finish() throws InvalidInput {
    for (String name : values.keySet()) {
      if (!asked.contains(name)) {
        throw refused(
            name, "is not known here. Known are: " + String.join(", ", asked) + ". Leave it out.");
      }
    }
  }

  @Override
  public final InvalidInput refused(String name, String demand) {
    return InvalidInput.field(path + name, demand);
  }
}
