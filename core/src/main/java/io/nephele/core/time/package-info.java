/**
 * The time of a world: its clock, which users turn, signals to wait for, and durable timers.
 * Nothing else reads the system's time or waits for it.
 */
package io.nephele.core.time;
