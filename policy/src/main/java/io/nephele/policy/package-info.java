/**
 * IAM policy evaluation as a pure function: policy documents of every kind and a request in, a
 * decision with its reason out. Nothing here knows the store, the clock or the wire.
 */
package io.nephele.policy;
