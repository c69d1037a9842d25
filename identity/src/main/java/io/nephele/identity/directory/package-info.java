/** The records of IAM and STS: users, groups, roles, policies, keys, sessions, providers. */
package io.nephele.identity.directory;
