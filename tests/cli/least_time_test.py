#!/usr/bin/env python3
"""The measurement of how close a run comes to the least time that a portal's limit allows."""
from support import case
from support.workbench import settings_policy


class LeastTime(case.Case):
    users = 600

    def test_proven_users_in_a_single_pass_take_the_least_time_that_the_limit_allows(self):
        """600 requests against a bucket of 50 that leaks 20 a second."""
        bench = self.workbench(settings_policy("week"))
        proving = bench.muster("apply", "--output", "json")
        self.assert_exit(proving, 0)
        self.assert_users(proving.json()["summary"], changed=600)
        # As if that had been yesterday: neither the portal's bucket nor ours holds anything of it.
        bench.age_the_journal()
        self.portal.empty_the_bucket()
        self.portal.reset()
        self.portal.control(set={"rate_limit": True, "burst": 50, "rate": 20})
        bench.write("policy.yaml", settings_policy("list"))
        bench.burst, bench.rate = 50, 20
        bench.configure()

        run = bench.muster("apply", "--single-pass", "--output", "json")
        self.assert_exit(run, 0)
        summary = run.json()["summary"]
        self.assert_users(summary, changed=600)
        state = self.portal.state()
        least = (600 - 50) / 20
        took = summary["duration_ms"] / 1000
        print(f"600 proven users in a single pass: {took:.3f} s, {100 * (took / least - 1):+.2f} % of {least} s;"
              f" the bucket held up to {state['totals']['bucket_peak']} of 50", flush=True)
        self.assertEqual(state["totals"]["requests"], 600)
        self.assertEqual(state["totals"]["rate_rejections_provoked"], 0)
        views = [each["settings"]["view"] for each in state["by_user"] if each["id"] in self.portal.webhooks]
        self.assertEqual(views, ["list"] * 600)
        self.assertLessEqual(took, least * 1.03)


if __name__ == "__main__":
    case.main()
