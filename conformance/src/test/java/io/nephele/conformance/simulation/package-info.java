/**
 * The deterministic simulation: SQS, timers and store run under a scheduler that does everything by
 * a seed, on a disk that is slow, fails and forgets, through crashes and jumps of the clock, while
 * clients take down what they were told. What they were told is then checked. The same seed does
 * the same again. See docs/simulation.md.
 */
package io.nephele.conformance.simulation;
