package dev.fanfare.gateway.log;

/** Whether there is room for one more log. */
public enum Room {
  /** There is. */
  FREE,

  /** Not before the members of the store have told each other again how many they have. */
  LATER,

  /** The app has as many as it may. */
  APP_IS_FULL,

  /** The store, or the member of it where the log would live, has as many as it may. */
  STORE_IS_FULL
}
