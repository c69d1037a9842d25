/**
 * The data folder: the store of a program that keeps its world on this machine, with the number of
 * its format and what brings older formats up to date.
 */
package io.nephele.stores.folder;
