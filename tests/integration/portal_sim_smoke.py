#!/usr/bin/env python3
"""Starts the stand-in portal on a free port and talks to it over real HTTPS.

Usage: portal_sim_smoke.py PORTAL_SIM. Needs nothing but the standard library; ends only the process it started.
"""
import csv
import http.client
import json
import os
import pathlib
import signal
import socket
import ssl
import stat
import subprocess
import sys
import tempfile
import threading
import unittest
import warnings

PROGRAM = ""
READY_WITHIN = 60  # seconds; generous, for sanitizers on a busy machine


class PortalSim(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name) / "portal"
        cls.process = subprocess.Popen(
            [PROGRAM, "--folder", str(cls.folder), "--users", "4", "--burst", "20", "--rate", "0", "--quiet"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        watchdog = threading.Timer(READY_WITHIN, cls.process.kill)
        watchdog.start()
        cls.ready = cls.process.stdout.readline().strip()
        watchdog.cancel()
        about = json.loads((cls.folder / "portal.json").read_text())
        cls.port = about["port"]
        cls.pid = about["pid"]
        with open(cls.folder / "webhooks.csv", newline="", encoding="utf-8") as file:
            cls.webhooks = {int(row["user_id"]): row["webhook"] for row in csv.DictReader(file)}

    @classmethod
    def tearDownClass(cls):
        if cls.process.poll() is None:
            cls.process.kill()
        cls.process.communicate()
        cls.scratch.cleanup()

    def connect(self, host="localhost", trust=True):
        context = ssl.create_default_context(cafile=str(self.folder / "ca.pem") if trust else None)
        return http.client.HTTPSConnection(host, self.port, context=context, timeout=30)

    def path(self, user, method):
        return self.webhooks[user].split(f":{self.port}", 1)[1] + method

    def post(self, connection, path, body):
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def control(self, orders):
        connection = self.connect()
        status, said = self.post(connection, "/__control", orders)
        connection.close()
        self.assertEqual((status, said["ok"]), (200, True), said)

    def setUp(self):
        # Every test begins with room in the bucket and with no fault left over.
        self.control({"clear_faults": True, "set": {"rate_limit": False}})

    def test_it_says_where_it_is_and_keeps_secrets_to_its_owner(self):
        self.assertEqual(self.ready, f"portal-sim ready https://localhost:{self.port}/")
        self.assertEqual(self.pid, self.process.pid)
        for name in ("server.key", "ca.key", "webhooks.csv", "admin.webhook", "app.json"):
            self.assertEqual(stat.S_IMODE(os.stat(self.folder / name).st_mode), 0o600, name)
        with open(self.folder / "roster.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([int(row["id"]) for row in rows], [2, 3, 4, 5])
        self.assertEqual(set(rows[0]), {"id", "email", "name", "last_name", "department", "position", "active"})

    def test_its_certificate_is_good_for_its_names_under_its_own_authority_only(self):
        for host in ("localhost", "127.0.0.1"):
            connection = self.connect(host)
            connection.connect()
            self.assertIn(connection.sock.version(), ("TLSv1.2", "TLSv1.3"))
            connection.close()
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.connect(trust=False).connect()

    def test_the_server_refuses_old_tls(self):
        context = ssl.create_default_context(cafile=str(self.folder / "ca.pem"))
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1_1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        with self.assertRaises(ssl.SSLError) as refused:
            http.client.HTTPSConnection("localhost", self.port, context=context, timeout=30).connect()
        # An alert comes from the other side: this client did offer the old version.
        self.assertEqual(refused.exception.reason, "TLSV1_ALERT_PROTOCOL_VERSION")

    def test_calls_and_batches_share_a_connection(self):
        connection = self.connect()
        status, said = self.post(connection, self.path(3, "profile"), {})
        self.assertEqual((status, said["result"]["ID"]), (200, "3"))
        before = connection.sock
        status, said = self.post(connection, self.path(3, "batch"), {"cmd": {
            "set": "calendar.user.settings.set?settings%5BshowDeclined%5D=0",
            "get": "calendar.user.settings.get",
            "no": "no.such.method",
        }})
        self.assertEqual(status, 200)
        self.assertIs(said["result"]["result"]["get"]["showDeclined"], False)
        self.assertEqual(said["result"]["result_error"]["no"]["error"], "ERROR_METHOD_NOT_FOUND")
        self.assertEqual(said["result"]["result_total"], [])
        self.assertIs(connection.sock, before, "the connection was not kept")
        connection.close()

    def test_tls_sessions_are_resumed(self):
        context = ssl.create_default_context(cafile=str(self.folder / "ca.pem"))
        context.maximum_version = ssl.TLSVersion.TLSv1_2  # its ticket comes with the handshake
        session = None
        for resumed in (False, True):
            with socket.create_connection(("127.0.0.1", self.port), timeout=30) as plain, \
                    context.wrap_socket(plain, server_hostname="localhost", session=session) as secure:
                self.assertEqual(secure.session_reused, resumed)
                session = secure.session

    def test_the_bucket_refuses(self):
        connection = self.connect()
        self.control({"set": {"rate_limit": True, "burst": 0}})
        status, said = self.post(connection, self.path(3, "profile"), {})
        self.assertEqual((status, said["error"]), (503, "QUERY_LIMIT_EXCEEDED"))
        self.control({"set": {"rate_limit": False}})
        status, _ = self.post(connection, self.path(3, "profile"), {})
        self.assertEqual(status, 200)
        connection.close()

    def test_a_connection_is_cut_after_the_command_took_effect(self):
        self.control({"faults": [{"kind": "cut_after", "count": 1}]})
        connection = self.connect()
        with self.assertRaises((http.client.HTTPException, OSError)):
            self.post(connection, self.path(4, "calendar.user.settings.set"), {"settings": {"view": "day"}})
        connection.close()
        connection = self.connect()
        connection.request("GET", "/__state?user=4")
        state = json.loads(connection.getresponse().read())
        connection.close()
        self.assertEqual(state["settings"]["view"], "day")
        self.assertEqual(state["writes"], 1)

    def test_it_ends_cleanly_while_clients_are_connected(self):
        scratch = tempfile.TemporaryDirectory()
        process = subprocess.Popen([PROGRAM, "--folder", scratch.name, "--users", "1"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        watchdog = threading.Timer(READY_WITHIN, process.kill)
        watchdog.start()
        process.stdout.readline()
        about = json.loads((pathlib.Path(scratch.name) / "portal.json").read_text())
        context = ssl.create_default_context(cafile=str(pathlib.Path(scratch.name) / "ca.pem"))
        idle = http.client.HTTPSConnection("localhost", about["port"], context=context, timeout=30)
        idle.request("GET", "/__state?brief=1")
        idle.getresponse().read()
        half_open = socket.create_connection(("127.0.0.1", about["port"]), timeout=30)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate()
        watchdog.cancel()
        half_open.close()
        idle.close()
        scratch.cleanup()
        self.assertEqual(process.returncode, 0, told)
        self.assertIn("portal-sim saw", told)

    def test_several_portals_share_a_port_and_nothing_else(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        folder = pathlib.Path(scratch.name)
        process = subprocess.Popen([PROGRAM, "--folder", scratch.name, "--users", "2", "--portals", "3", "--quiet"],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        process.stdout.readline()
        port = json.loads((folder / "portal.json").read_text())["port"]
        with open(folder / "portals.csv", newline="", encoding="utf-8") as file:
            urls = {row["name"]: row["url"] for row in csv.DictReader(file)}
        self.assertEqual(urls, {f"portal-{i}": f"https://portal-{i}.sim.localhost:{port}/" for i in (1, 2, 3)})
        context = ssl.create_default_context(cafile=str(folder / "ca.pem"))

        def status_of(portal, webhook_of):
            """Of one request, made under the portal's name and with somebody's webhook."""
            with open(folder / webhook_of / "webhooks.csv", newline="", encoding="utf-8") as file:
                webhook = next(csv.DictReader(file))["webhook"]
            host = f"{portal}.sim.localhost"
            with socket.create_connection(("127.0.0.1", port), timeout=30) as plain, \
                    context.wrap_socket(plain, server_hostname=host) as secure:
                path = webhook.removeprefix(urls[webhook_of].rstrip("/")) + "profile"
                secure.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
                return int(secure.recv(65536).split()[1])

        self.assertEqual(status_of("portal-2", "portal-2"), 200)
        self.assertEqual(status_of("portal-2", "portal-3"), 401)
        connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=30)
        connection.request("GET", "/__state")
        state = json.loads(connection.getresponse().read())
        connection.close()
        self.assertEqual({name: totals["requests"] for name, totals in state["portals"].items()},
                         {"portal-1": 0, "portal-2": 2, "portal-3": 0})
        self.assertEqual(state["totals"]["requests"], 2)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
