// portal-sim as this check needs it: its files, and what stands in its README under /__state and /__control.
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';

export class StandIn {
    #folder;

    constructor(folder) {
        this.#folder = folder;
        this.url = this.#json('portal.json').url;
        this.app = this.#json('app.json');
        this.adminWebhook = this.#text('admin.webhook').trim();
    }

    webhookOf(user) {
        const row = this.#text('webhooks.csv').split('\n').find((line) => line.startsWith(`${user},`));
        return row.slice(row.indexOf(',') + 1).trim();
    }

    // Full names of the people, by id.
    names() {
        return new Map(this.#roster().map(([id, , name, surname]) => [id, `${name} ${surname}`]));
    }

    activeIds() {
        return this.#roster().filter((row) => row.at(-1) === 'true').map(([id]) => id);
    }

    // The cells of portal-sim's rosters hold no comma.
    #roster() {
        const rows = this.#text('roster.csv').trim().split('\n').slice(1);
        return rows.map((row) => row.trim().split(','));
    }

    async totals() {
        return (await this.#ask('__state?brief=1')).totals;
    }

    async user(id) {
        return this.#ask(`__state?user=${id}`);
    }

    async refreshesOf(user) {
        return (await this.#ask('__state?brief=1')).refreshes[user] ?? 0;
    }

    async control(orders) {
        const said = await this.#ask('__control', JSON.stringify(orders));
        if (!said.ok) throw new Error(`portal-sim refused an order: ${said.problem}`);
        return said;
    }

    #text(name) {
        return readFileSync(join(this.#folder, name), 'utf8');
    }

    #json(name) {
        return JSON.parse(this.#text(name));
    }

    #ask(path, body) {
        return new Promise((resolve, reject) => {
            const sent = request(this.url + path, { method: body ? 'POST' : 'GET' }, (answer) => {
                const parts = [];
                answer.on('data', (part) => parts.push(part));
                answer.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString('utf8'))));
            });
            sent.on('error', reject);
            sent.end(body);
        });
    }
}
