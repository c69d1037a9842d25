package io.nephele.services.sqs;

/** A message as a receiver gets it. */
record Received(long sequence, Message message, Receipt receipt) {}
