package dev.fanfare.testkit.transcript;

import java.util.Optional;

/** Plays a transcript from the clients' side and fails at the first step that goes otherwise. */
public final class Player {
  private final Stage stage;
  private final Bindings bindings;
  private Optional<Stage.Reply> reply = Optional.empty();

  /** A player that knows some names from the start. */
  public Player(Stage stage, Bindings bindings) {
    this.stage = stage;
    this.bindings = bindings;
  }

  /**
   * Plays all steps.
   *
   * @throws AssertionError at the first that goes otherwise, naming transcript and line
   */
  public void play(Transcript transcript) {
    for (Step step : transcript.steps()) {
      Optional<String> failure = play(step);
      if (failure.isPresent()) {
        throw new AssertionError(transcript.name() + ".txt:" + step.line() + ": " + failure.get());
      }
    }
  }

  private Optional<String> play(Step step) {
    switch (step) {
      case Step.Connect connect ->
          stage.connect(
              connect.client(), connect.target().map(bindings::substitute), connect.subprotocols());
      case Step.Send send -> stage.send(send.client(), bindings.substitute(send.message()));
      case Step.Leave leave -> stage.cut(leave.client());
      case Step.Pass pass -> stage.pass(pass.duration());
      case Step.Call call ->
          reply =
              Optional.of(
                  stage.call(
                      call.method(),
                      bindings.substitute(call.path()),
                      call.body().map(bindings::substitute)));
      case Step.Receive receive -> {
        return received(receive);
      }
      case Step.Nothing nothing -> {
        return stage.isSilent(nothing.client())
            ? Optional.empty()
            : Optional.of(nothing.client() + " got " + stage.receive(nothing.client()));
      }
      case Step.Closed closed -> {
        Optional<Integer> code = stage.closed(closed.client());
        return code.equals(Optional.of(closed.code()))
            ? Optional.empty()
            : Optional.of("closed with " + code + " instead of " + closed.code());
      }
      case Step.Answer answer -> {
        return answered(answer);
      }
      case Step.Open open ->
          stage.open(open.client(), open.method(), bindings.substitute(open.target()));
      case Step.End end -> {
        return stage.isEnded(end.client())
            ? Optional.empty()
            : Optional.of(end.client() + "'s response went on");
      }
      case Step.Told told -> {
        String expected = bindings.substitute(told.expected());
        return stage.isTold(event -> bindings.difference(expected, event).isEmpty())
            ? Optional.empty()
            : Optional.of("the app's server was not told of " + expected);
      }
    }
    return Optional.empty();
  }

  private Optional<String> received(Step.Receive receive) {
    Optional<String> frame = stage.receive(receive.client());
    if (frame.isEmpty()) {
      return Optional.of(receive.client() + " got nothing instead of " + receive.expected());
    }
    return difference(receive.expected(), frame.get())
        .map(difference -> difference + " in " + frame.get());
  }

  private Optional<String> answered(Step.Answer answer) {
    if (reply.isEmpty()) {
      return Optional.of("there was no call before");
    }
    Stage.Reply got = reply.get();
    if (got.status() != answer.status()) {
      return Optional.of("status " + got.status() + " with " + got.body());
    }
    return answer
        .expected()
        .flatMap(expected -> difference(expected, got.body().strip()))
        .map(difference -> difference + " in " + got.body());
  }

  private Optional<String> difference(String expected, String actual) {
    return expected.startsWith("{") || expected.startsWith("[")
        ? bindings.difference(expected, actual)
        : bindings.differenceOfText(expected, actual);
  }
}
