package io.nephele.services.cloudwatch.alarms;

/**
 * Something that happened to an alarm.
 *
 * @param type of the alarm
 * @param kind ConfigurationUpdate, StateUpdate or Action
 * @param summary one line
 * @param data JSON
 * @param time in milliseconds
 */
record HistoryItem(
    String alarm, String type, String kind, String summary, String data, long time) {}
