// A father who speaks for his baby: an account is given, chosen, looked at on a telephone without JavaScript, and ended.
import assert from "node:assert/strict";
import { signedIn } from "./kith.mjs";
import { clean } from "./look.mjs";

/** Runs it over a network with families. */
export async function family({ chrome, kith, journey, PHONE }) {
  await journey("a father sees the visits of his baby and nothing else, until his account is ended", async () => {
    const lead = await signedIn(chrome, kith, "clinic_lead");
    await lead.goto("/worklist");
    const baby = await lead.locator("[data-row] [data-open]").first().getAttribute("href");
    const sharing = `${baby.split("?")[0]}/sharing`;
    await lead.goto(sharing);
    await lead.locator("details:has(form[action$='/accounts']) > summary").click();
    await lead.fill("#account-name", "Example Father");
    await lead.fill("#account-login", "father");
    await lead.fill("#account-evidence", "Birth certificate");
    const give = lead.locator("form[action$='/accounts'] button[type=submit]");
    await give.click();
    // The last day is missing, and what was typed is still there.
    await lead.locator(".wrong").first().waitFor();
    assert.equal(await lead.inputValue("#account-name"), "Example Father");
    await lead.fill("#account-last_day", new Date(Date.now() + 100 * 864e5).toISOString().slice(0, 10));
    await give.click();
    const password = await lead.locator("code").nth(1).innerText();
    await clean(lead, "an account that was given");

    const context = await chrome.newContext({ baseURL: kith.address, ...PHONE, javaScriptEnabled: false });
    const father = await context.newPage();
    const enter = async (word) => {
      await father.goto("/sign-in");
      await father.fill("#login", "father");
      await father.fill("#password", word);
      await father.locator("form[action='/sign-in'] button").click();
    };
    await enter(password);
    assert.match(father.url(), /\/mine/);
    await father.fill("#password", "three purple goats");
    await father.locator("form[action='/mine/password'] button").click();
    await enter("three purple goats");
    assert.match(await father.locator("main").innerText(), /Visits/);
    for (const path of [baby, sharing, "/worklist", "/scorecard"]) {
      const there = await father.request.get(path);
      assert.equal(there.status(), 403, path);
    }

    await lead.goto(sharing);
    await lead.locator("form[action*='/accounts/'] button").first().click();
    await lead.locator(".toast").waitFor();
    await father.goto("/mine");
    assert.match(father.url(), /\/sign-in/);
    await context.close();
    await lead.context().close();
  });
}
