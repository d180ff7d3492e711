#!/usr/bin/env python3
"""What becomes of a run whose portal refuses, cuts connections and answers with pages."""
from support import case
from support.workbench import settings_policy

FAULTS = [
    {"kind": "rate_limit", "probability": 0.05},
    {"kind": "cut_after", "probability": 0.05},
    {"kind": "html", "status": 502, "probability": 0.02},
]


class AStumblingPortal(case.Case):
    users = 200

    def test_everybody_ends_verified_although_answers_are_refused_lost_and_spoilt(self):
        bench = self.workbench(settings_policy("week"), burst=400, rate=400)
        self.assert_exit(bench.muster("apply"), 0)  # proves the credentials
        self.portal.reset()
        self.portal.control(faults=FAULTS)
        bench.write("policy.yaml", settings_policy("day"))

        # In a single pass a lost answer may hide a write that took effect.
        run = bench.muster("apply", "--single-pass", "--output", "json")
        self.assert_exit(run, 0)
        results = run.json()
        summary = results["summary"]
        self.assert_users(summary, changed=200)
        self.assertEqual(summary["selected"], 200)
        self.assertEqual(sorted(user["id"] for user in results["users"]), self.portal.users)
        self.assertEqual(dict(bench.journal("SELECT overall, count(*) FROM job WHERE run = 2 GROUP BY overall")),
                         {"changed": 200})

        state = self.portal.state()
        for each in state["by_user"]:
            if each["id"] in self.portal.webhooks:
                self.assertEqual(each["settings"]["view"], "day", each["id"])
        # What the portal did to us is what we say it did.
        fired = state["faults_fired"]
        for kind in ("rate_limit", "cut_after", "html"):
            self.assertGreater(fired.get(kind, 0), 0, kind)
        told = summary["requests"]
        self.assertEqual(told["rate_limited"], fired["rate_limit"])
        self.assertGreaterEqual(told["lost_answers"], fired["cut_after"])
        self.assertEqual(told["sent"], state["totals"]["requests"])
        self.assertEqual(state["totals"]["rate_rejections_provoked"], 0)


if __name__ == "__main__":
    case.main()
