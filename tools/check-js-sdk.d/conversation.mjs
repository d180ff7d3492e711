// The conversation itself: the SDK as it comes from npm on one side, portal-sim on the other.
// Usage: conversation.mjs FOLDER_OF_PORTAL_SIM SDK_MODULE, with NODE_EXTRA_CA_CERTS at the folder's ca.pem.
import { pathToFileURL } from 'node:url';
import { Findings } from './findings.mjs';
import { StandIn } from './stand_in.mjs';

const [folder, sdkModule] = process.argv.slice(2);
const { ApiVersion, B24Hook, B24OAuth, EnumAppStatus } = await import(pathToFileURL(sdkModule).href);
const portal = new StandIn(folder);
const names = portal.names();
const found = new Findings();

// What a batch carries only when every byte of it is encoded here and decoded there as PHP does it.
const awkward = 'R&D + co #1 = 50 % «Встречи» 🗓 a[b] c.d $5 \\ "q"';

const fifty = Array.from({ length: 50 }, (_, index) => String(index + 2));
const lookUp = (id) => ({ method: 'user.get', params: { FILTER: { ID: id } } });

const problemOf = (answer) => answer.getErrorMessages().join('; ');

async function call(client, method, params = {}) {
    const answer = await client.actions.v2.call.make({ method, params });
    if (!answer.isSuccess) throw new Error(`${method}: ${problemOf(answer)}`);
    return answer.getData().result;
}

function batch(client, calls, options = { isHaltOnError: true }) {
    return client.actions.v2.batch.make({ calls, options });
}

// The answers to `fifty`, asked by number: whose rows came.
const idsOf = (answer) => answer.getData().map((rows) => rows[0]?.ID);

// The SDK's own counters and HTTP client, of the REST version that is spoken here.
const transport = (client) => client.getHttpClient(ApiVersion.v2);

// The paths that a client asks for; heard by a listener that changes nothing.
function pathsAskedBy(client) {
    const paths = [];
    transport(client).ajaxClient.interceptors.request.use((config) => {
        paths.push(new URL(config.url).pathname);
        return config;
    });
    return paths;
}

// What came of it, and by how much portal-sim's totals have grown meanwhile.
async function countedDuring(action) {
    const before = await portal.totals();
    const result = await action();
    const after = await portal.totals();
    return [result, Object.fromEntries(Object.keys(after).map((key) => [key, after[key] - before[key]]))];
}

async function callsOne(client, user) {
    const name = names.get(String(user));
    const profile = await call(client, 'profile');
    found.equal(`profile: it acts as user ${user}`, profile.ID, String(user));
    found.equal(`profile: whose name is ${name}`, `${profile.NAME} ${profile.LAST_NAME}`, name);

    const settings = { showDeclined: true, denyBusyInvitation: false, view: 'week' };
    found.equal(
        'calendar.user.settings.set: answers true', await call(client, 'calendar.user.settings.set', { settings }), true
    );
    const read = await call(client, 'calendar.user.settings.get');
    for (const [key, value] of Object.entries(settings))
        found.equal(`calendar.user.settings.get: ${key} is ${value}`, read[key], value);
    const kept = (await portal.user(user)).settings;
    found.equal('portal-sim keeps a boolean that came as JSON as a boolean', kept.showDeclined, true);
}

async function batchesFifty(client) {
    const [listed, counted] = await countedDuring(() => batch(client, fifty.map(lookUp)));
    found.holds('50 commands by number: no error', listed.isSuccess, problemOf(listed));
    found.equal('... 50 answers, each of the user asked for', idsOf(listed), fifty);
    found.equal('... in one request', [counted.requests, counted.batches, counted.commands], [1, 1, 50]);

    const named = await batch(client, Object.fromEntries(fifty.map((id) => [`user${id}`, lookUp(id)])));
    found.holds('50 commands by name: no error', named.isSuccess, problemOf(named));
    found.equal(
        '... 50 answers, each with the right name',
        Object.entries(named.getData()).map(([key, [row]]) => [key, `${row?.NAME} ${row?.LAST_NAME}`]),
        fifty.map((id) => [`user${id}`, names.get(id)])
    );
}

// One failure makes an object of PHP's list, so that everything after it has to be found by its key.
async function batchesWithAFailure(client) {
    const calls = fifty.map(lookUp);
    calls[20] = { method: 'no.such.method', params: {} };
    const answer = await batch(client, calls, { isHaltOnError: false, returnAjaxResult: true });
    const answers = answer.getData();
    const failed = answers.flatMap((each, index) => (each.isSuccess ? [] : [index]));
    found.equal('50 commands of which the 21st fails: only that one', failed, [20]);
    found.equal('... with its code', [...answers[20].getErrors()][0]?.code, 'ERROR_METHOD_NOT_FOUND');
    found.equal(
        '... the 49 others with their own user',
        answers.filter((each) => each.isSuccess).map((each) => each.getData().result[0]?.ID),
        fifty.filter((_, index) => index !== 20)
    );

    const halted = await batch(client, calls, { isHaltOnError: true, returnAjaxResult: true });
    found.equal(
        'the same with halt: 20 results, the error, and nothing after it',
        halted.getData().map((each) => each.isSuccess),
        [...Array(20).fill(true), false]
    );
}

async function batchesAwkwardText(client, user) {
    const mine = { type: 'user', ownerId: user };
    const answer = await batch(client, {
        made: { method: 'calendar.section.add', params: { ...mine, name: awkward, color: '#9cbeee' } },
        all: { method: 'calendar.section.get', params: mine },
    });
    found.holds('text with # + & = % [ ] ., Cyrillic and an emoji: no error', answer.isSuccess, problemOf(answer));
    const { made, all } = answer.getData();
    const row = all?.find((each) => each.ID === String(made));
    found.equal('... it comes back as it was sent', row?.NAME, awkward);
    found.equal('... and so does a colour', row?.COLOR?.toLowerCase(), '#9cbeee');
}

async function recoversFromInjectedRefusals(client) {
    await portal.control({ faults: [{ kind: 'rate_limit', count: 1 }] });
    const retries = transport(client).getStats().retries;
    const [current, counted] = await countedDuring(() => call(client, 'user.current'));
    found.equal('a refusal ordered from portal-sim: it counted 1', counted.rate_rejections_injected, 1);
    found.equal('... the SDK waited and made the call again', transport(client).getStats().retries - retries, 1);
    found.equal('... in a second request, which succeeded', [counted.requests, typeof current.ID], [2, 'string']);

    await portal.control({ faults: [{ kind: 'rate_limit', count: 1, method: 'batch' }] });
    const [answer, during] = await countedDuring(() => batch(client, fifty.map(lookUp)));
    found.equal('the same for a batch of 50: portal-sim counted 1', during.rate_rejections_injected, 1);
    found.equal('... then 50 answers, each of the user asked for', idsOf(answer), fifty);
}

// Five calls at once on an empty bucket of three: the client's own idea of the limit (50) is too generous here.
async function recoversFromAFullBucket(client) {
    const [answers, counted] = await countedDuring(() =>
        Promise.all(Array.from({ length: 5 }, () => call(client, 'profile')))
    );
    const refused = counted.rate_rejections_provoked;
    found.holds(`5 calls at once on a bucket of 3: portal-sim refused ${refused}`, refused > 0, 'none was refused');
    found.equal('... it saw the calls and the refusals, no more', counted.requests, 5 + refused);
    found.equal('... and all 5 calls succeeded in the end', answers.map((profile) => profile.ID), Array(5).fill('4'));
}

async function listsAllPages(client) {
    const [list, counted] = await countedDuring(() =>
        client.actions.v2.callList.make({ method: 'user.get', params: { filter: { ACTIVE: 'Y' } } })
    );
    found.holds('user.get, page by page: no error', list.isSuccess, problemOf(list));
    const ids = list.getData().map((row) => row.ID);
    found.equal(`... in ${counted.requests} requests, nobody twice`, new Set(ids).size, ids.length);
    found.equal('... all of the active people', ids.filter((id) => names.has(id)).sort(), portal.activeIds().sort());
}

async function oauthClient(user) {
    const { token } = await portal.control({ issue_token: user });
    const app = portal.app;
    return new B24OAuth(
        {
            applicationToken: app.application_token,
            userId: user,
            memberId: app.member_id,
            accessToken: token.access_token,
            refreshToken: token.refresh_token,
            expires: Math.floor(Date.now() / 1000) + 3600,
            expiresIn: 3600,
            scope: 'calendar,user',
            domain: new URL(portal.url).host,
            clientEndpoint: `${portal.url}rest/`,
            serverEndpoint: `${new URL(app.token_endpoint).origin}/rest/`,
            status: EnumAppStatus.Local,
        },
        { clientId: app.client_id, clientSecret: app.client_secret }
    );
}

async function refreshesTokens(client, user) {
    await portal.control({ expire_tokens: user });
    const before = await portal.refreshesOf(user);
    const profile = await call(client, 'profile');
    found.equal('an expired token: the SDK had it refreshed once', (await portal.refreshesOf(user)) - before, 1);
    found.equal('... and the call succeeded', profile.ID, String(user));
}

async function chapter(title, action) {
    found.chapter(title);
    try {
        await action();
    } catch (error) {
        found.broke(error);
        await portal.control({ clear_faults: true });
    }
}

// First, because the bucket has to be empty; with a client of its own, because it is a slow one ever after.
await chapter('Webhook: more at once than the portal allows', () =>
    recoversFromAFullBucket(B24Hook.fromWebhookUrl(portal.webhookOf(4)))
);
await portal.control({ set: { rate_limit: false } });

const hook = B24Hook.fromWebhookUrl(portal.webhookOf(2));
const adminHook = B24Hook.fromWebhookUrl(portal.adminWebhook);
await chapter('Webhook: one call', () => callsOne(hook, 2));
await chapter('Webhook: batches', async () => {
    await batchesFifty(adminHook);
    await batchesWithAFailure(adminHook);
    await batchesAwkwardText(hook, 2);
});
await chapter('Webhook: a list', () => listsAllPages(adminHook));
await chapter('Webhook: refused for the rate', () => recoversFromInjectedRefusals(hook));

await chapter('OAuth', async () => {
    const app = await oauthClient(3);
    const paths = pathsAskedBy(app);
    await callsOne(app, 3);
    found.equal('it asks with two slashes', paths[0], '/rest//profile');
    await batchesFifty(app);
    await batchesAwkwardText(app, 3);
    await recoversFromInjectedRefusals(app);
    await refreshesTokens(app, 3);
});

process.exitCode = found.verdict();
