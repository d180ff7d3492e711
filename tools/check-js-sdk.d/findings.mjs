// What was expected and what came, a line each. Nothing throws here: one mismatch must not hide the next.
import { isDeepStrictEqual } from 'node:util';

export class Findings {
    #held = 0;
    #failed = 0;

    chapter(title) {
        console.log(`\n${title}`);
    }

    equal(what, got, wanted) {
        if (isDeepStrictEqual(got, wanted)) return this.#hold(what);
        this.#fail(what, `expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
    }

    holds(what, condition, otherwise) {
        if (condition) return this.#hold(what);
        this.#fail(what, otherwise);
    }

    // A whole chapter broke off.
    broke(error) {
        this.#fail('went to its end', `${error?.name}: ${error?.message}`);
    }

    // The exit code.
    verdict() {
        console.log(
            this.#failed === 0
                ? `\nThe SDK and portal-sim understand each other: ${this.#held} of ${this.#held} as they have to be.`
                : `\n${this.#failed} of ${this.#held + this.#failed} NOT as they have to be.`
        );
        return this.#failed === 0 ? 0 : 1;
    }

    #hold(what) {
        this.#held += 1;
        console.log(`  ok      ${what}`);
    }

    #fail(what, why) {
        this.#failed += 1;
        console.log(`  NOT OK  ${what}: ${why}`);
    }
}
