#!/bin/sh
# Measures starts of ./nephele: from exec to the first answered request (wall and CPU), and memory when idle.
# usage: bench/startup.sh [ROUNDS] [start options]    e.g. bench/startup.sh 10 --ephemeral
root=$(cd "$(dirname "$0")/.." && pwd -P)
exec python3 - "$root/nephele" "$@" <<'PYTHON'
import os, signal, socket, statistics, subprocess, sys, tempfile, time

nephele, arguments = sys.argv[1], sys.argv[2:]
rounds = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 10
TICK = os.sysconf("SC_CLK_TCK")

# A request that reaches a service through the whole call path.
BODY = b"{}"
REQUEST = (
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"
    b"X-Amz-Target: AmazonSQS.ListQueues\r\nAuthorization: AWS4-HMAC-SHA256 "
    b"Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0\r\n"
    b"Connection: close\r\nContent-Length: 2\r\n\r\n" + BODY
)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / TICK  # its own and that of the shell commands before exec


def rss(pid):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024


def answer(port):
    with socket.create_connection(("127.0.0.1", port), 5) as s:
        s.sendall(REQUEST)
        data = b""
        while more := s.recv(65536):
            data += more
        return data


def one():
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        process = subprocess.Popen(
            [nephele, "start", "--port", str(port), "--data", folder + "/data"] + arguments,
            stdout=subprocess.DEVNULL,
        )
        while True:
            try:
                first = answer(port)
                break
            except ConnectionRefusedError:
                if process.poll() is not None:
                    sys.exit("it did not start")
                time.sleep(0.001)
        wall, used = time.monotonic() - begun, cpu(process.pid)
        time.sleep(2)
        idle = rss(process.pid)
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        return wall * 1000, used, idle, first.split(b"\r\n")[0].decode()


one()  # warms the page cache, and builds what is missing
results = [one() for _ in range(rounds)]
print(f"rounds                     {rounds}, last answer: {results[-1][3]}")
for name, index, unit in (("exec to first answer", 0, "ms"), ("CPU until then", 1, "s"), ("RSS when idle", 2, "MB")):
    values = sorted(r[index] for r in results)
    print(f"{name:26} median {statistics.median(values):.2f} {unit}, best {values[0]:.2f}, worst {values[-1]:.2f}")
print("load of the machine        " + open("/proc/loadavg").read().split()[0])
PYTHON
