package dev.fanfare.gateway.boot.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a configuration file that holds every key with its explanation and its standard, and one
 * app as a sample.
 */
public final class SampleFile {
  private static final int WIDTH = 100;

  private final StringBuilder out = new StringBuilder();
  private final Set<Type> shown = new HashSet<>();

  private SampleFile() {}

  /** The file's text. */
  public static String text() {
    SampleFile file = new SampleFile();
    file.comment("", "A configuration of Fanfare: every key, with what holds where it is missing.");
    file.comment(
        "",
        "'./fanfare config sample' prints this file; './fanfare config check FILE' checks one.");
    file.comment("", "Explanations of types and units: docs/guide/configuration.md.");
    file.section(FanfareConfig.class, "");
    return file.out.toString();
  }

  private void section(Class<?> type, String indent) {
    shown.add(type);
    for (RecordComponent component : type.getRecordComponents()) {
      if (indent.isEmpty()) {
        out.append('\n');
      }
      Setting setting = Binder.setting(component);
      comment(indent, Outline.meaning(component));
      key(component, setting, indent);
    }
  }

  private void key(RecordComponent component, Setting setting, String indent) {
    Type type = component.getGenericType();
    String key = indent + component.getName() + ":";
    if (Binder.isSection(type)) {
      if (shown.contains(type)) {
        out.append(key).append(" {}\n");
      } else {
        out.append(key).append('\n');
        section((Class<?>) type, indent + "  ");
      }
    } else if (!setting.sample().isEmpty()) {
      out.append(key).append(' ').append(setting.sample()).append('\n');
    } else if (!setting.standard().isEmpty()) {
      out.append(key).append(' ').append(setting.standard()).append('\n');
    } else if (Outline.isOptional(type)) {
      String value = setting.otherwise().contains(" ") ? "" : " " + setting.otherwise();
      out.append(indent).append("# ").append(component.getName()).append(':').append(value);
      out.append('\n');
    } else {
      out.append(key).append('\n');
      element(type).ifPresent(element -> item(element, indent + "  "));
    }
  }

  /** One element of a list: its first line has the dash. */
  private void item(Class<?> element, String indent) {
    int start = out.length();
    section(element, indent + "  ");
    int at = out.indexOf("\n" + indent + "  " + firstKey(element), start - 1) + 1;
    out.replace(at, at + indent.length() + 2, indent + "- ");
  }

  private static String firstKey(Class<?> element) {
    return element.getRecordComponents()[0].getName() + ":";
  }

  private static Optional<Class<?>> element(Type type) {
    return type instanceof ParameterizedType generic
            && generic.getActualTypeArguments()[0] instanceof Class<?> element
        ? Optional.of(element)
        : Optional.empty();
  }

  private void comment(String indent, String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (indent.length() + 2 + line.length() + 1 + word.length() > WIDTH) {
        out.append(indent).append("# ").append(line).append('\n');
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    out.append(indent).append("# ").append(line).append('\n');
  }
}
