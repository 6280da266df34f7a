"""What every page shares, in a real browser: log-in, focus on errors, the echo of a date, keyboard and width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_shared_pages_are_accessible_and_fit(page: Page, person, log_in, check_accessible, size):
    page.set_viewport_size(size)
    page.goto("/login")
    check_accessible(page)
    log_in(person)
    for address in ("/", "/account/password", "/nothing-here"):
        page.goto(address)
        check_accessible(page)


def test_a_refused_form_says_so_where_the_focus_is(page: Page):
    page.goto("/login")
    page.get_by_label("User name").fill("nobody")
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_title("Error: Log in – Provenance tracker")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.get_by_label("User name")).to_have_value("nobody")
    page.get_by_role("link", name="Enter your password.").click()
    expect(page.get_by_label("Password")).to_be_focused()


def test_the_first_key_leads_past_the_navigation(page: Page, person, log_in):
    log_in(person)
    page.goto("/account/password")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Current password")).to_be_focused()


def test_logging_out_ends_what_the_back_button_shows(page: Page, person, log_in):
    log_in(person)
    page.goto("/account/password")
    page.get_by_text(person.display_name, exact=True).click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_changing_the_password_works_without_scripts(browser, server, person):
    context = browser.new_context(java_script_enabled=False, base_url=server.url)
    page = context.new_page()
    page.goto("/account/password")
    page.get_by_label("User name").fill(person.username)
    page.get_by_label("Password").fill("correct horse battery staple")
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Current password").fill("correct horse battery staple")
    for label in ("New password", "New password, once more"):
        page.get_by_label(label, exact=True).fill("a quite different sentence")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("status")).to_contain_text("Your password is changed")
    context.close()
