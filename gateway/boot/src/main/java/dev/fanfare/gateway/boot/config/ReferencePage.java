package dev.fanfare.gateway.boot.config;

import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.Operation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the reference page of the configuration file, {@code docs/guide/configuration.md}. */
public final class ReferencePage {
  private static final String INTRODUCTION =
      """
      # The configuration file

      <!-- Made from the program: './fanfare config reference' prints this page. Change the records, not the page. -->

      A gateway reads one YAML file, `fanfare.yaml`, when it starts: `./fanfare gateway --config fanfare.yaml`, or
      `./fanfare dev --config fanfare.yaml`. Every key has a standard, so an empty file is a good one. A complete sample is
      [fanfare.example.yaml](../../fanfare.example.yaml).

      - `./fanfare config check fanfare.yaml` says everything that is wrong with a file, each with its line, without starting
        anything. Unknown keys are refused: `fanfare.yaml:2:3: 'server' has no key 'prot' (its value: '8081'). Did you mean
        'port'?`
      - **Reload.** On SIGHUP (`kill -HUP <pid>`) the file is read again. Its apps take effect at once: connections whose key
        was revoked or removed, or whose app is gone, are closed; other sections wait for a restart, and the log says so. A
        file with a mistake changes nothing, and the log names the mistake.
      - **Flags** of the command line win over the file: `--host`, `--port`, `--management-port`, `--log`.

      | type | how it is written |
      |---|---|
      | number | `1000` or `1_000`, without quotes |
      | duration | `500ms`, `30s`, `2m`, `1h`, `7d` |
      | size | `4096`, `64KB` (1,000 bytes each), `64KiB` (1,024), `2MB`, `1MiB`, `1GB`, `1GiB` |
      | pattern | segments split by `:`; `*` for one whole segment, a `*` at the end for the rest; in quotes |
      | capabilities | `all`, or a section of patterns with lists of operations: `{"chat:*": [subscribe, publish]}`; `"*"` for all operations |
      | env:NAME | the value of the environment variable NAME, read at start and on reload |

      """;

  private final StringBuilder out = new StringBuilder(INTRODUCTION);
  private final Set<Type> shown = new LinkedHashSet<>();

  private ReferencePage() {}

  /** The page's text. */
  public static String text() {
    ReferencePage page = new ReferencePage();
    page.out
        .append("Operations: ")
        .append(
            Arrays.stream(Operation.values())
                .map(operation -> "`" + operation.text() + "`")
                .collect(Collectors.joining(", ")))
        .append(".\n");
    for (RecordComponent component : FanfareConfig.class.getRecordComponents()) {
      page.section(component, pathOf(component), "##");
    }
    return page.out.toString();
  }

  private void section(RecordComponent holder, String path, String level) {
    Class<?> type = sectionType(holder.getGenericType());
    out.append('\n').append(level).append(" ").append(path).append("\n\n");
    out.append(Binder.setting(holder).value()).append("\n\n");
    if (!shown.add(type)) {
      out.append("Keys as in `appLimits`.\n");
      return;
    }
    out.append("| key | type | standard | range | meaning |\n|---|---|---|---|---|\n");
    for (RecordComponent component : type.getRecordComponents()) {
      if (!holdsSection(component.getGenericType())) {
        row(component);
      }
    }
    for (RecordComponent component : type.getRecordComponents()) {
      if (holdsSection(component.getGenericType())) {
        section(component, path + "." + pathOf(component), "###");
      }
    }
  }

  private static String pathOf(RecordComponent component) {
    boolean list = component.getGenericType() instanceof ParameterizedType;
    return component.getName() + (list ? "[]" : "");
  }

  private void row(RecordComponent component) {
    Setting setting = Binder.setting(component);
    String standard =
        !setting.standard().isEmpty()
            ? "`" + setting.standard() + "`"
            : !setting.otherwise().isEmpty()
                ? (setting.otherwise().contains(" ")
                    ? setting.otherwise()
                    : "`" + setting.otherwise() + "`")
                : "needed";
    cells(
        "`" + component.getName() + "`",
        typeName(component.getGenericType()),
        standard,
        Outline.range(setting).orElse(""),
        setting.value().replace("|", "\\|"));
  }

  private void cells(String... cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String typeName(Type type) {
    if (type instanceof ParameterizedType generic) {
      String element = typeName(generic.getActualTypeArguments()[0]);
      return Outline.isOptional(type) ? element : "list of " + element;
    }
    if (type == Capabilities.class) {
      return "capabilities";
    }
    return Scalar.of((Class<?>) type).map(Scalar::name).orElse("section");
  }

  private static boolean holdsSection(Type type) {
    return Binder.isSection(type)
        || (type instanceof ParameterizedType generic
            && Binder.isSection(generic.getActualTypeArguments()[0]));
  }

  private static Class<?> sectionType(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getActualTypeArguments()[0]
        : (Class<?>) type;
  }
}
