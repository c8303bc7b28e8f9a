package dev.fanfare.gateway.boot.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one key of the file. Reader, sample file and reference page know nothing else of it.
 * All texts are written as they would stand in the file.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
  /** What it is for, in one or two sentences. */
  String value();

  /**
   * What holds when the key is missing; without it, a key that is not an {@code Optional} has to be
   * there.
   */
  String standard() default "";

  /** For an {@code Optional}: what its absence means, in words. */
  String otherwise() default "";

  /** The least value. */
  String min() default "";

  /** The greatest value. */
  String max() default "";

  /** What the sample file shows where the standard would say nothing. */
  String sample() default "";

  /** Whether the value must never be shown, not even in an error. */
  boolean secret() default false;
}
