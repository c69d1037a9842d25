// Uses S3 with the AWS SDK for JavaScript v3: multipart uploads of streams, presigned URLs and forms, waiters.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  CreateBucketCommand, DeleteObjectsCommand, GetObjectCommand, HeadObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client,
  paginateListObjectsV2, waitUntilObjectExists,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const s3 = new S3Client({ forcePathStyle: true });
const Bucket = "javascript-bucket";
await s3.send(new CreateBucketCommand({ Bucket }));

// A stream of unknown length in parts.
const content = randomBytes((12 << 20) + 77);
const pieces = function* () {
  for (let at = 0; at < content.length; at += 100_000) yield content.subarray(at, at + 100_000);
};
const upload = new Upload({ client: s3, params: { Bucket, Key: "streamed", Body: Readable.from(pieces()) }, partSize: 5 << 20, queueSize: 3 });
const { ETag } = await upload.done();
assert.match(ETag, /-3"$/);
const got = await s3.send(new GetObjectCommand({ Bucket, Key: "streamed" }));
assert.ok(Buffer.from(await got.Body.transformToByteArray()).equals(content));
await waitUntilObjectExists({ client: s3, maxWaitTime: 20 }, { Bucket, Key: "streamed" });

// Presigned URLs.
const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: "signed" }), { expiresIn: 60 });
assert.equal((await fetch(put, { method: "PUT", body: "by URL" })).status, 200);
const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "signed" }), { expiresIn: 60 });
assert.equal(await (await fetch(get)).text(), "by URL");

// Errors are typed; pages follow one another.
await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "none" })), { name: "NoSuchKey" });
await assert.rejects(s3.send(new HeadObjectCommand({ Bucket, Key: "none" })), { name: "NotFound" });
for (let i = 0; i < 5; i++) await s3.send(new PutObjectCommand({ Bucket, Key: `many/${i}`, Body: `${i}` }));
const keys = [];
for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket, Prefix: "many/" })) keys.push(...page.Contents.map((o) => o.Key));
assert.deepEqual(keys, ["many/0", "many/1", "many/2", "many/3", "many/4"]);
const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }));
assert.equal(Deleted.length, 5);
const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
assert.deepEqual(Versions.map((v) => [v.Key, v.VersionId]), [["signed", "null"], ["streamed", "null"]]);
console.log("all well");
